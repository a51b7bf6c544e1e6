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
    public async Task<IReadOnlyList<IStoredEvent>> ReadAsync(string persistenceId, long from, long to)
    {
        var found = Find(persistenceId, from, to);
        var (first, last) = (Array.IndexOf(found, null), Array.LastIndexOf(found, null));
        if (first < 0) return found!;
        var read = await store.ReadAsync(persistenceId, from + first, from + last);
        for (var i = 0; i < read.Count; i++)
        {
            found[first + i] = read[i];
            Put(persistenceId, from + first + i, read[i]);
        }

        return found!;
    }

    /// <inheritdoc />
    public Task EraseAsync(string persistenceId)
    {
        lock (_lock)
        {
            foreach (var node in _entries.Values.Where(node => string.Equals(node.Value.Stream, persistenceId, StringComparison.Ordinal)).ToList()) Drop(node);
        }

        return store.EraseAsync(persistenceId);
    }

    /// <summary>Events of a stream that forgets are not read one by one, so none of them is here.</summary>
    public Task ForgetAsync(string persistenceId, long before) => store.ForgetAsync(persistenceId, before);

    /// <summary>Those that are kept; null for others.</summary>
    private IStoredEvent?[] Find(string persistenceId, long from, long to)
    {
        var found = new IStoredEvent?[to - from + 1];
        lock (_lock)
        {
            for (var i = 0; i < found.Length; i++)
            {
                if (!_entries.TryGetValue((persistenceId, from + i), out var node)) continue;
                _byUse.Remove(node);
                _byUse.AddLast(node);
                found[i] = node.Value.Stored;
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
