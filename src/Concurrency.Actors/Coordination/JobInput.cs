using Concurrency.Actors.Protocol;
using Concurrency.Core;
using Concurrency.Core.Units;

namespace Concurrency.Actors.Coordination;

/// <summary>The input items of a job, one a unit, kept in the pages they came in for as long as a unit of theirs may be run.</summary>
internal sealed class JobInput
{
    // Null where nobody needs the items any more.
    private readonly List<IReadOnlyList<Payload>?> _pages = [];

    // Where each page begins, in units: pages differ in how many items they hold.
    private readonly List<long> _begins = [];
    private readonly InputDigest _digest = new();
    private bool _isCleared;

    /// <summary>How many came, kept or not.</summary>
    public long Items => _digest.Items;

    /// <summary>How many pages came, kept or not.</summary>
    public long Pages => _pages.Count;

    /// <summary>Of the items that are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>The items of every unit that may still be run are there.</summary>
    public bool IsKept => Items == 0 || !_isCleared;

    /// <summary>Whether the items that came are these.</summary>
    public bool Is(DriverProtocol.Commit commit) => commit.Items == Items && commit.Digest == _digest.Value;

    /// <summary>Takes a page. One that came before is passed over; one that leaves a gap is refused.</summary>
    public bool Add(long number, IReadOnlyList<Payload> items)
    {
        if (number < _pages.Count) return true;
        if (number > _pages.Count) return false;
        _pages.Add(items);
        _begins.Add(Items);
        foreach (var item in items) _digest.Add(item);
        Bytes += SizeOf(items);
        return true;
    }

    /// <summary>The job is over: pages of which every unit is done are not needed any more.</summary>
    public void Release(RangeSet done)
    {
        for (var page = 0; page < _pages.Count; page++)
        {
            if (_pages[page] is { Count: > 0 } items && done.Contains(new(_begins[page], _begins[page] + items.Count))) Drop(page);
        }
    }

    /// <summary>Nobody asks for the items any more.</summary>
    public void Clear()
    {
        for (var page = 0; page < _pages.Count; page++) Drop(page);
        _isCleared = true;
    }

    /// <summary>The items of these units, or none when the job came without input.</summary>
    public IReadOnlyList<Payload> Slice(UnitRange range)
    {
        if (Items == 0) return [];
        var slice = new List<Payload>((int)range.Length);
        var page = _begins.BinarySearch(range.From);
        page = page >= 0 ? page : ~page - 1;
        for (; page < _pages.Count && _begins[page] < range.To; page++)
        {
            if (_pages[page] is not { } items) continue;
            var first = (int)Math.Max(0, range.From - _begins[page]);
            var last = (int)Math.Min(items.Count, range.To - _begins[page]);
            for (var i = first; i < last; i++) slice.Add(items[i]);
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
