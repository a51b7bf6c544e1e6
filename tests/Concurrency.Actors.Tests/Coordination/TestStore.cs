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
    private readonly Dictionary<string, List<IStoredEvent>> _streams = new(StringComparer.Ordinal);
    private readonly BlockingCollection<string> _writes = [];
    private TaskCompletionSource _open = Opened();
    private (string Stream, IStoredEvent Event)? _late;
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

    public ConcurrentDictionary<string, SelectedSnapshot> Snapshots { get; } = new(StringComparer.Ordinal);

    public int Reads { get; private set; }

    /// <summary>Why nothing of it can be read back any more; null when it can.</summary>
    public string? Damage { get; set; }

    /// <summary>The events of a stream, in order; the first has the number 1.</summary>
    public IReadOnlyList<IStoredEvent> Of(string stream)
    {
        lock (_lock) return _streams.TryGetValue(stream, out var events) ? [.. events] : [];
    }

    /// <summary>So many writes fail from now on.</summary>
    /// <param name="afterwards">They are done nevertheless.</param>
    public void Fail(int writes, bool afterwards = false) => _faults = afterwards ? -writes : writes;

    /// <summary>The last event of a stream has not come yet, and comes just before the next write to it.</summary>
    public void Delay(string stream)
    {
        lock (_lock)
        {
            _late = (stream, _streams[stream][^1]);
            _streams[stream].RemoveAt(_streams[stream].Count - 1);
        }
    }

    /// <summary>The last event of a stream is there twice, which no coordinator makes it.</summary>
    public void Repeat(string stream)
    {
        lock (_lock) _streams[stream].Add(_streams[stream][^1]);
    }

    /// <summary>Writes and reads of recoveries wait from now on.</summary>
    public void Hold() => _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    public Task Gate => _open.Task;

    public async Task WriteAsync(IReadOnlyList<IPersistentRepresentation> events)
    {
        _writes.Add(events[0].PersistenceId);
        await Gate;
        lock (_lock)
        {
            if (_faults > 0)
            {
                _faults--;
                throw new IOException("The disk is full.");
            }

            if (_late is { } late && string.Equals(late.Stream, events[0].PersistenceId, StringComparison.Ordinal))
            {
                _streams[late.Stream].Add(late.Event);
                _late = null;
            }

            foreach (var one in events)
            {
                if (!_streams.TryGetValue(one.PersistenceId, out var stream)) _streams.Add(one.PersistenceId, stream = []);
                if (one.SequenceNr != stream.Count + 1) throw new IOException($"Event {one.SequenceNr} does not follow on event {stream.Count} of {one.PersistenceId}.");
                stream.Add((IStoredEvent)one.Payload);
            }

            if (_faults == 0) return;
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
            if (Damage is { } damage) throw new StoreException(damage);
            return _streams[persistenceId].GetRange((int)from - 1, (int)(to - from + 1));
        }
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
        await _store.Gate;
        var stored = _store.Of(persistenceId);
        for (var sequence = fromSequenceNr; sequence <= stored.Count && sequence <= toSequenceNr && max-- > 0; sequence++)
            recoveryCallback(new Persistent(stored[(int)sequence - 1], sequence, persistenceId));
    }

    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        await _store.Gate;
        return _store.Of(persistenceId).Count;
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        await _store.WriteAsync([.. messages.SelectMany(atomic => (IEnumerable<IPersistentRepresentation>)atomic.Payload)]);
        return null!;
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
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>There is only ever the last one.</summary>
    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) => Task.CompletedTask;
}
