using Concurrency.Actors.Protocol;
using Concurrency.Core;
using Concurrency.Core.Units;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>Which units a job's pages of input are of, one item a unit, and what tells the input from another; not the items themselves.</summary>
internal sealed class PageIndex
{
    // Where each page begins, in units: pages differ in how many items they hold.
    private readonly List<long> _begins = [];
    private readonly InputDigest _digest = new();
    private (long Items, ulong Digest)? _known;
    private long _items;

    public long Items => _items;

    public long Pages => _begins.Count;

    /// <summary>Whether the items that came are these.</summary>
    public bool Is(DriverProtocol.Commit commit) => (commit.Items, commit.Digest) == (_known ?? (_items, _digest.Value));

    /// <summary>The digest of the items that came.</summary>
    public ulong Digest => _known?.Digest ?? _digest.Value;

    public void Add(IReadOnlyList<Payload> items)
    {
        foreach (var item in items) _digest.Add(item);
        Add(items.Count);
    }

    /// <summary>A page of an input that is known to be whole: see <see cref="Close"/>.</summary>
    public void Add(int items)
    {
        _begins.Add(_items);
        _items += items;
    }

    /// <summary>There are no more pages, and the digest of all items is this.</summary>
    public void Close(ulong digest) => _known = (_items, digest);

    /// <summary>The units of a page; null when it is empty.</summary>
    public UnitRange? UnitsOf(int page)
    {
        var end = page + 1 < _begins.Count ? _begins[page + 1] : _items;
        return end > _begins[page] ? new(_begins[page], end) : null;
    }

    /// <summary>Where the items of the units are, in order: on which pages, from which item on and up to which one.</summary>
    public IEnumerable<(int Page, int First, int Last)> PartsOf(UnitRange range)
    {
        var page = _begins.BinarySearch(range.From);
        page = page >= 0 ? page : ~page - 1;
        for (; page < _begins.Count && _begins[page] < range.To; page++)
        {
            if (UnitsOf(page) is not { } units || !units.Overlaps(range)) continue;
            yield return (page, (int)(Math.Max(range.From, units.From) - units.From), (int)(Math.Min(range.To, units.To) - units.From));
        }
    }
}
