using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace Concurrency.Actors.Storage;

/// <summary>
/// The journal of Akka.Persistence.Sql, which writes. What is stored is read by <see cref="StoredPages"/>: without anything that a
/// peer could reach, as fast as at the first time as later, and a row at a time. Faults are told in sentences.
/// </summary>
internal sealed class StoreJournal : SqlWriteJournal
{
    private readonly JobDatabase _database;
    private readonly StoredPages _pages;
    private readonly ConcurrentDictionary<string, Task> _writing = new(StringComparer.Ordinal);

    public StoreJournal(Config config)
        : base(config)
    {
        _database = Context.System.Settings.Setup.Get<StorageSetup>().Value.Storage.Database;
        _pages = new(_database);
    }

    public override Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback) => ToldAsync(async () =>
    {
        if (max == 0) return true;
        var next = fromSequenceNr;
        await foreach (var (sequence, stored) in _pages.StreamAsync(persistenceId, fromSequenceNr, toSequenceNr))
        {
            // Another coordinator may just have forgotten what the last snapshot does not hold, but its own does.
            if (sequence != next++) throw new MissingEventsException(persistenceId, fromSequenceNr, sequence, _database.Place);
            recoveryCallback(new Persistent(stored, sequence, persistenceId, manifest: "", isDeleted: false, ActorRefs.NoSender, writerGuid: ""));
            if (--max == 0) break;
        }

        return true;
    });

    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        // Whatever becomes of a write that is on its way has to be known.
        if (_writing.TryGetValue(persistenceId, out var write)) await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await ToldAsync(() => _pages.LastAsync(persistenceId));
    }

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        var stream = writes[0].PersistenceId;
        var write = base.WriteMessagesAsync(writes, cancellationToken);
        _writing[stream] = write;
        return ToldAsync(async () =>
        {
            try
            {
                return await write;
            }
            finally
            {
                _writing.TryRemove(new(stream, write));
            }
        });
    }

    private Task<T> ToldAsync<T>(Func<Task<T>> ask) => StoreFaults.ToldAsync(_database, ask);
}
