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
internal sealed class TestStore : IStoredPages, IDisposable
{
    private static readonly ConcurrentDictionary<string, TestStore> Stores = new(StringComparer.Ordinal);

    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedDictionary<long, IStoredEvent>> _streams = new(StringComparer.Ordinal);
    private readonly BlockingCollection<string> _writes = [];
    private TaskCompletionSource _open = Opened();
    private string? _held;
    private (string Stream, IStoredEvent Event)? _late;
    private int _faults;
    private int _refusals;
    private string? _damaged;

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

    public ConcurrentDictionary<string, SelectedSnapshot> Snapshots { get; } = new(StringComparer.Ordinal);

    public int Reads { get; private set; }

    /// <summary>Of all snapshots that were ever written of a stream.</summary>
    public ConcurrentDictionary<string, long> SnapshotBytes { get; } = new(StringComparer.Ordinal);

    /// <summary>The events of a stream that are there, in order.</summary>
    public IReadOnlyList<IStoredEvent> Of(string stream) => [.. Numbered(stream).Select(numbered => numbered.Value)];

    /// <summary>The same with their numbers.</summary>
    public IReadOnlyList<KeyValuePair<long, IStoredEvent>> Numbered(string stream)
    {
        lock (_lock) return _streams.TryGetValue(stream, out var events) ? [.. events] : [];
    }

    /// <summary>So many writes fail from now on.</summary>
    /// <param name="afterwards">They are done nevertheless.</param>
    public void Fail(int writes, bool afterwards = false) => _faults = afterwards ? -writes : writes;

    /// <summary>So many writes to streams of jobs can never be made, from now on.</summary>
    public void Refuse(int writes) => _refusals = writes;

    /// <summary>Events of the stream are not there any more for whoever reads them by their numbers.</summary>
    public void Damage(string stream) => _damaged = stream;

    /// <summary>The last event of a stream has not come yet, and comes just before the next write to it.</summary>
    public void Delay(string stream)
    {
        lock (_lock)
        {
            var (number, last) = _streams[stream].Last();
            _late = (stream, last);
            _streams[stream].Remove(number);
        }
    }

    /// <summary>The last event of a stream is there twice, which no coordinator makes it.</summary>
    public void Repeat(string stream)
    {
        lock (_lock) _streams[stream].Add(_streams[stream].Keys.Last() + 1, _streams[stream].Values.Last());
    }

    /// <summary>Writes and reads of recoveries wait from now on.</summary>
    /// <param name="stream">Those of this stream alone; null for all of them.</param>
    public void Hold(string? stream = null) => (_held, _open) = (stream, new(TaskCreationOptions.RunContinuationsAsynchronously));

    public void Release()
    {
        _open.SetResult();
        _open = Opened();
    }

    /// <summary>Waits until somebody writes, whether it is held or not.</summary>
    public void ExpectWrite() => Assert.True(_writes.TryTake(out _, TimeSpan.FromSeconds(30)), "nobody writes");

    public void ForgetWrites()
    {
        while (_writes.TryTake(out _))
        {
            // One less.
        }
    }

    public Task GateOf(string stream) => _held is null || string.Equals(_held, stream, StringComparison.Ordinal) ? _open.Task : Task.CompletedTask;

    /// <returns>Why it cannot be written, ever; null when it is.</returns>
    public async Task<Exception?> WriteAsync(IReadOnlyList<IPersistentRepresentation> events)
    {
        _writes.Add(events[0].PersistenceId);
        await GateOf(events[0].PersistenceId);
        lock (_lock)
        {
            if (_faults > 0)
            {
                _faults--;
                throw new IOException("The disk is full.");
            }

            if (_late is { } late && string.Equals(late.Stream, events[0].PersistenceId, StringComparison.Ordinal))
            {
                _streams[late.Stream].Add(_streams[late.Stream].Keys.Last() + 1, late.Event);
                _late = null;
            }

            var name = events[0].PersistenceId;
            if (_refusals > 0 && !string.Equals(name, StreamNames.Register, StringComparison.Ordinal))
            {
                _refusals--;
                return new FormatException("It has no format.");
            }

            if (!_streams.TryGetValue(name, out var stream)) _streams.Add(name, stream = []);
            foreach (var one in events)
            {
                if (!stream.TryAdd(one.SequenceNr, (IStoredEvent)one.Payload)) throw new IOException($"Event {one.SequenceNr} of {name} is there already.");
            }

            if (_faults == 0) return null;
            _faults++;
            throw new IOException("The disk is full.");
        }
    }

    public async Task<IReadOnlyList<IStoredEvent>> ReadAsync(string persistenceId, long from, long to)
    {
        await Task.Yield();
        lock (_lock)
        {
            Reads++;
            var found = _streams.TryGetValue(persistenceId, out var events) ? events.Where(one => one.Key >= from && one.Key <= to).Select(one => one.Value).ToList() : [];
            return found.Count == to - from + 1 && !string.Equals(persistenceId, _damaged, StringComparison.Ordinal)
                ? found
                : throw new MissingEventsException(persistenceId, from, to, "the test's store");
        }
    }

    public Task ForgetAsync(string persistenceId, long before)
    {
        lock (_lock)
        {
            foreach (var (number, stored) in _streams[persistenceId].TakeWhile(one => one.Key < before).ToList())
            {
                if (stored is not TakenOver) _streams[persistenceId].Remove(number);
            }
        }

        return Task.CompletedTask;
    }

    public Task EraseAsync(string persistenceId)
    {
        lock (_lock) _streams.Remove(persistenceId);
        Snapshots.TryRemove(persistenceId, out _);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Stores.TryRemove(_name, out _);
        _writes.Dispose();
    }

    public static TestStore Named(Config config) => Stores[config.GetString("store")];

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}

public sealed class TestJournal(Config config) : AsyncWriteJournal
{
    private readonly TestStore _store = TestStore.Named(config);

    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        await _store.GateOf(persistenceId);
        foreach (var (sequence, stored) in _store.Numbered(persistenceId))
        {
            if (sequence >= fromSequenceNr && sequence <= toSequenceNr && max-- > 0) recoveryCallback(new Persistent(stored, sequence, persistenceId));
        }
    }

    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        await _store.GateOf(persistenceId);
        return _store.Numbered(persistenceId).Select(one => one.Key).LastOrDefault();
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        var refusal = await _store.WriteAsync([.. writes.SelectMany(atomic => (IEnumerable<IPersistentRepresentation>)atomic.Payload)]);
        return refusal is null ? null! : [.. writes.Select(_ => refusal)];
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken) => throw new NotSupportedException();
}

public sealed class TestSnapshots(Config config) : SnapshotStore
{
    private readonly TestStore _store = TestStore.Named(config);

    protected override Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        Task.FromResult(_store.Snapshots.TryGetValue(persistenceId, out var snapshot) && snapshot.Metadata.SequenceNr <= criteria.MaxSequenceNr ? snapshot : null!);

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        _store.Snapshots[metadata.PersistenceId] = new(metadata, snapshot);
        var bytes = StoredFormats.Write(snapshot).Length;
        _store.SnapshotBytes.AddOrUpdate(metadata.PersistenceId, bytes, (_, before) => before + bytes);
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>There is only ever the last one.</summary>
    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) => Task.CompletedTask;
}
