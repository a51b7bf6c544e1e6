namespace Concurrency.Core.Units;

/// <summary>The units <c>From, From+1, …, To-1</c> of a job: never empty, never negative.</summary>
public readonly record struct UnitRange : IComparable<UnitRange>
{
    /// <summary>No job has more units.</summary>
    public const long MaxUnits = 1L << 62;

    /// <exception cref="ArgumentOutOfRangeException">Unless <c>0 &lt;= from &lt; to</c>.</exception>
    public UnitRange(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        From = from;
        To = to;
    }

    /// <summary>The first unit.</summary>
    public long From { get; }

    /// <summary>One past the last unit.</summary>
    public long To { get; }

    public long Length => To - From;

    public static UnitRange Of(long unit) => new(unit, unit + 1);

    public bool Contains(long unit) => From <= unit && unit < To;

    public bool Contains(UnitRange other) => From <= other.From && other.To <= To;

    public bool Overlaps(UnitRange other) => From < other.To && other.From < To;

    /// <summary>What is left of this range without <paramref name="cut"/>: none, one or two ranges.</summary>
    public IEnumerable<UnitRange> Except(UnitRange cut)
    {
        if (!Overlaps(cut))
        {
            yield return this;
            yield break;
        }

        if (From < cut.From) yield return new(From, cut.From);
        if (cut.To < To) yield return new(cut.To, To);
    }

    /// <summary>What is left of this range without any of <paramref name="cuts"/>, in order.</summary>
    public IReadOnlyList<UnitRange> Except(IEnumerable<UnitRange> cuts)
    {
        List<UnitRange> left = [this];
        foreach (var cut in cuts) left = [.. left.SelectMany(range => range.Except(cut))];
        return left;
    }

    public int CompareTo(UnitRange other) => (From, To).CompareTo((other.From, other.To));

    public override string ToString() => $"[{From}, {To})";

    public static bool operator <(UnitRange left, UnitRange right) => left.CompareTo(right) < 0;

    public static bool operator >(UnitRange left, UnitRange right) => left.CompareTo(right) > 0;

    public static bool operator <=(UnitRange left, UnitRange right) => left.CompareTo(right) <= 0;

    public static bool operator >=(UnitRange left, UnitRange right) => left.CompareTo(right) >= 0;
}
