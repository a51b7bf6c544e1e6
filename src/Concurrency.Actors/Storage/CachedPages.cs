namespace Concurrency.Actors.Storage;

/// <summary>
/// Keeps the events that were read or written last, so that whoever reads them in order reads each once from the store. Shared by all jobs:
/// so what they keep is bounded however many there are. For any thread.
/// </summary>
/// <param name="limit">In bytes of memory.</param>
internal sealed class CachedPages(IStoredPages store, long limit) : IStoredPages
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Stream, long Sequence), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;

    /// <summary>Notes an event that was just stored, or read.</summary>
    public void Put(string persistenceId, long sequence, IStoredEvent stored)
    {
        var bytes = StoredSizes.Held(stored);
        lock (_lock)
        {
            if (_entries.ContainsKey((persistenceId, sequence))) return;
            _entries.Add((persistenceId, sequence), _byUse.AddLast(new Entry(persistenceId, sequence, stored, bytes)));
            _bytes += bytes;
            while (_bytes > limit && _byUse.First is { } oldest) Drop(oldest);
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<IStoredEvent>> ReadAsync(string persistenceId, long from, long to) =>
        Find(persistenceId, from, to) is { } found ? Task.FromResult<IReadOnlyList<IStoredEvent>>(found) : ReadThroughAsync(persistenceId, from, to);

    /// <inheritdoc />
    public Task EraseAsync(string persistenceId)
    {
        lock (_lock)
        {
            foreach (var node in _entries.Values.Where(node => string.Equals(node.Value.Stream, persistenceId, StringComparison.Ordinal)).ToList()) Drop(node);
        }

        return store.EraseAsync(persistenceId);
    }

    private async Task<IReadOnlyList<IStoredEvent>> ReadThroughAsync(string persistenceId, long from, long to)
    {
        var read = await store.ReadAsync(persistenceId, from, to);
        for (var i = 0; i < read.Count; i++) Put(persistenceId, from + i, read[i]);
        return read;
    }

    /// <summary>All of them, or null.</summary>
    private List<IStoredEvent>? Find(string persistenceId, long from, long to)
    {
        var found = new List<IStoredEvent>();
        lock (_lock)
        {
            for (var sequence = from; sequence <= to; sequence++)
            {
                if (!_entries.TryGetValue((persistenceId, sequence), out var node)) return null;
                _byUse.Remove(node);
                _byUse.AddLast(node);
                found.Add(node.Value.Stored);
            }
        }

        return found;
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove((node.Value.Stream, node.Value.Sequence));
        _bytes -= node.Value.Bytes;
    }

    private sealed record Entry(string Stream, long Sequence, IStoredEvent Stored, long Bytes);
}
