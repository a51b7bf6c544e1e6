using Concurrency.Core;
using Concurrency.Core.Units;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>Input that is kept in memory, in the pages it came in, for as long as a unit of theirs may be run.</summary>
internal sealed class JobInput : IJobInput
{
    // Null where nobody needs the items any more.
    private readonly List<IReadOnlyList<Payload>?> _pages = [];
    private bool _isCleared;

    public PageIndex Index { get; } = new();

    public long Bytes { get; private set; }

    public bool IsKept => Index.Items == 0 || !_isCleared;

    public void Add(IReadOnlyList<Payload> items)
    {
        Index.Add(items);
        _pages.Add(items);
        Bytes += SizeOf(items);
    }

    public void Release(RangeSet done)
    {
        for (var page = 0; page < _pages.Count; page++)
        {
            if (Index.UnitsOf(page) is { } units && done.Contains(units)) Drop(page);
        }
    }

    public void Clear()
    {
        for (var page = 0; page < _pages.Count; page++) Drop(page);
        _isCleared = true;
    }

    public ValueTask<IReadOnlyList<Payload>> SliceAsync(UnitRange range) => new(Slice(range));

    private List<Payload> Slice(UnitRange range)
    {
        if (Index.Items == 0) return [];
        var slice = new List<Payload>((int)range.Length);
        foreach (var (page, first, last) in Index.PartsOf(range))
        {
            for (var i = first; i < last && _pages[page] is { } items; i++) slice.Add(items[i]);
        }

        return slice;
    }

    private void Drop(int page)
    {
        if (_pages[page] is not { } items) return;
        Bytes -= SizeOf(items);
        _pages[page] = null;
    }

    /// <summary>In memory: an item's bytes are an array of their own.</summary>
    private static long SizeOf(IReadOnlyList<Payload> items)
    {
        const int perItem = 48;
        return items.Sum(item => (long)perItem + item.Length);
    }
}
