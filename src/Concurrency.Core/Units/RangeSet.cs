namespace Concurrency.Core.Units;

/// <summary>
/// A set of units kept as disjoint ranges that do not touch, so that its memory follows the number of gaps and not of units.
/// Every operation costs the logarithm of the number of ranges, times the ranges it touches.
/// </summary>
public sealed class RangeSet
{
    // Disjoint and not touching, so ordering by From orders by To as well.
    private readonly SortedSet<UnitRange> _ranges = [];

    /// <summary>How many units are in the set.</summary>
    public long Count { get; private set; }

    /// <summary>The ranges in order.</summary>
    public IReadOnlyCollection<UnitRange> Ranges => _ranges;

    public bool Overlaps(UnitRange range) => Touching(range).Any(range.Overlaps);

    public bool Contains(UnitRange range) => Touching(range).Any(own => own.Contains(range));

    /// <summary>The first unit from <paramref name="from"/> on that is not in the set.</summary>
    public long FirstMissing(long from) => Touching(UnitRange.Of(from)).FirstOrDefault(own => own.Contains(from)) is { Length: > 0 } holding ? holding.To : from;

    /// <exception cref="ArgumentException">A unit of <paramref name="range"/> is in the set already.</exception>
    public void Add(UnitRange range)
    {
        var touching = Touching(range).ToList();
        if (touching.Exists(range.Overlaps)) throw new ArgumentException($"{range} overlaps what is there.", nameof(range));
        Count += range.Length;
        foreach (var own in touching)
        {
            _ranges.Remove(own);
            range = new(Math.Min(range.From, own.From), Math.Max(range.To, own.To));
        }

        _ranges.Add(range);
    }

    /// <summary>The ranges of units in <paramref name="whole"/> that are not in the set, in order.</summary>
    public IReadOnlyList<UnitRange> GapsIn(UnitRange whole)
    {
        var (gaps, at) = (new List<UnitRange>(), whole.From);
        foreach (var own in Touching(whole))
        {
            if (own.From > at) gaps.Add(new(at, Math.Min(own.From, whole.To)));
            at = Math.Max(at, own.To);
        }

        if (at < whole.To) gaps.Add(new(at, whole.To));
        return gaps;
    }

    /// <summary>The ranges that overlap <paramref name="range"/> or end or begin where it begins or ends.</summary>
    private IEnumerable<UnitRange> Touching(UnitRange range)
    {
        // Ranges that begin at one unit lie between these two, whatever their length.
        static UnitRange Shortest(long from) => UnitRange.Of(from);
        static UnitRange Longest(long from) => new(from, long.MaxValue);

        var before = _ranges.GetViewBetween(Shortest(0), Longest(range.From)).Max;
        if (before.Length > 0 && before.To >= range.From) yield return before;
        foreach (var own in _ranges.GetViewBetween(Shortest(range.From + 1), Longest(range.To))) yield return own;
    }
}
