using Concurrency.Core;
using Concurrency.Core.Units;

namespace Concurrency.Actors.Coordination;

/// <summary>The input items of a job, one a unit, kept in the pages they came in.</summary>
internal sealed class JobInput
{
    private readonly List<IReadOnlyList<Payload>> _pages = [];

    // Where each page begins, in units: pages differ in how many items they hold.
    private readonly List<long> _begins = [];

    public long Items { get; private set; }

    /// <summary>Takes a page. One that came before is passed over; one that leaves a gap is refused.</summary>
    public bool Add(long number, IReadOnlyList<Payload> items)
    {
        if (number < _pages.Count) return true;
        if (number > _pages.Count) return false;
        _pages.Add(items);
        _begins.Add(Items);
        Items += items.Count;
        return true;
    }

    /// <summary>Nobody asks for the items any more.</summary>
    public void Clear()
    {
        _pages.Clear();
        _begins.Clear();
        Items = 0;
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
            var first = (int)Math.Max(0, range.From - _begins[page]);
            var last = (int)Math.Min(_pages[page].Count, range.To - _begins[page]);
            for (var i = first; i < last; i++) slice.Add(_pages[page][i]);
        }

        return slice;
    }
}
