using Concurrency.Core.Units;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>Finds by a unit what belongs to it. Ranges of units never overlap.</summary>
internal sealed class UnitMap<T>
{
    private static readonly Entry Last = new(UnitRange.Of(UnitRange.MaxUnits), default!);

    private readonly SortedSet<Entry> _entries = new(Comparer<Entry>.Create((a, b) => a.Range.CompareTo(b.Range)));

    public void Add(UnitRange range, T value) => _entries.Add(new(range, value));

    public void Remove(UnitRange range) => _entries.Remove(new(range, default!));

    /// <summary>What there is of units from <paramref name="unit"/> on, in order; the first range may begin before.</summary>
    public IEnumerable<(UnitRange Range, T Value)> From(long unit)
    {
        var before = _entries.GetViewBetween(new(UnitRange.Of(0), default!), new(new(unit, long.MaxValue), default!)).Max;
        var first = before is not null && before.Range.To > unit ? before : new(UnitRange.Of(unit), default!);
        foreach (var entry in _entries.GetViewBetween(first, Last)) yield return (entry.Range, entry.Value);
    }

    private sealed record Entry(UnitRange Range, T Value);
}
