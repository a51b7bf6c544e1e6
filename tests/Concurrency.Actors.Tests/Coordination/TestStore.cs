using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Persistence.Snapshot;
using Concurrency.Actors.Storage;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>
/// A store in memory that outlives coordinators and whole systems, and fails when a test wants it to. Like the real one it takes an event of
/// one number in one stream once.
/// </summary>
internal sealed class TestStore : IStoredPages
{
    private static readonly ConcurrentDictionary<string, TestStore> Stores = new(StringComparer.Ordinal);

    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim _writes = new(0);
    private TaskCompletionSource _open = Opened();
    private int _faults;

    public TestStore() => Stores[_name] = this;

    public string Configuration => $$"""
        akka.persistence {
          journal { plugin = test-journal }
          snapshot-store { plugin = test-snapshots }
        }
        test-journal { class = "{{typeof(TestJournal).FullName}}, {{typeof(TestJournal).Assembly.GetName().Name}}", store = "{{_name}}" }
        test-snapshots { class = "{{typeof(TestSnapshots).FullName}}, {{typeof(TestSnapshots).Assembly.GetName().Name}}", store = "{{_name}}" }
        concurrency.store { retry-delay = 10ms, longest-retry-delay = 20ms }
        """;

    public ConcurrentDictionary<string, LinkedList<IPersistentRepresentation>> Messages { get; } = new(StringComparer.Ordinal);

    public List<SnapshotEntry> Snapshots { get; } = [];

    public int Reads { get; private set; }

    /// <summary>The events of a stream, in order.</summary>
    public IReadOnlyList<IStoredEvent> Of(string stream)
    {
        lock (this) return Messages.TryGetValue(stream, out var events) ? [.. events.Select(one => (IStoredEvent)one.Payload)] : [];
    }

    /// <summary>So many writes fail from now on.</summary>
    /// <param name="afterwards">They are done nevertheless.</param>
    public void Fail(int writes, bool afterwards = false) => _faults = afterwards ? -writes : writes;

    /// <summary>Writes and reads of recoveries wait from now on.</summary>
    public void Hold() => _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        _open.SetResult();
        _open = Opened();
    }

    /// <summary>Waits until somebody writes, whether it is held or not.</summary>
    public void ExpectWrite() => Assert.True(_writes.Wait(TimeSpan.FromSeconds(30)), "nobody writes");

    public void ForgetWrites()
    {
        while (_writes.Wait(0))
        {
            // One less.
        }
    }

    public Task Gate => _open.Task;

    public async Task<IImmutableList<Exception>> WriteAsync(IReadOnlyList<AtomicWrite> writes, Func<Task<IImmutableList<Exception>>> write)
    {
        _writes.Release();
        await Gate;
        lock (this)
        {
            if (_faults > 0)
            {
                _faults--;
                throw new IOException("The disk is full.");
            }

            foreach (var one in writes.SelectMany(atomic => (IEnumerable<IPersistentRepresentation>)atomic.Payload))
            {
                if (Messages.TryGetValue(one.PersistenceId, out var events) && events.Any(other => other.SequenceNr == one.SequenceNr))
                    throw new IOException($"There is an event {one.SequenceNr} of {one.PersistenceId}.");
            }

            var written = write().GetAwaiter().GetResult();
            if (_faults == 0) return written;
            _faults++;
            throw new IOException("The disk is full.");
        }
    }

    public async Task<IReadOnlyList<IStoredEvent>> ReadAsync(string persistenceId, long from, long to)
    {
        await Task.Yield();
        lock (this)
        {
            Reads++;
            List<IStoredEvent> found = [.. Messages[persistenceId].Where(one => one.SequenceNr >= from && one.SequenceNr <= to).Select(one => (IStoredEvent)one.Payload)];
            return found.Count == to - from + 1 ? found : throw new IOException($"Events {from} to {to} of {persistenceId} are not all there.");
        }
    }

    public Task EraseAsync(string persistenceId)
    {
        lock (this)
        {
            Messages.TryRemove(persistenceId, out _);
            Snapshots.RemoveAll(snapshot => string.Equals(snapshot.PersistenceId, persistenceId, StringComparison.Ordinal));
            return Task.CompletedTask;
        }
    }

    public static TestStore Named(Config config) => Stores[config.GetString("store")];

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}

public sealed class TestJournal(Config config) : MemoryJournal
{
    private readonly TestStore _store = TestStore.Named(config);

    protected override ConcurrentDictionary<string, LinkedList<IPersistentRepresentation>> Messages => _store.Messages;

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        var writes = messages.ToList();
        return _store.WriteAsync(writes, () => base.WriteMessagesAsync(writes));
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        await _store.Gate;
        await base.ReplayMessagesAsync(context, persistenceId, fromSequenceNr, toSequenceNr, max, recoveryCallback);
    }
}

public sealed class TestSnapshots(Config config) : MemorySnapshotStore
{
    private readonly TestStore _store = TestStore.Named(config);

    protected override List<SnapshotEntry> Snapshots => _store.Snapshots;
}
