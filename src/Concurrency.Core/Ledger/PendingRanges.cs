using Concurrency.Core.Units;

namespace Concurrency.Core.Ledger;

/// <summary>Units of one standing that wait for a lease.</summary>
public sealed record Fragment(UnitRange Range, Standing Standing)
{
    /// <summary>What of the fragment lies within <paramref name="range"/>, which it overlaps.</summary>
    public Fragment Within(UnitRange range) => this with { Range = new(Math.Max(Range.From, range.From), Math.Min(Range.To, range.To)) };
}

/// <summary>
/// The units that are neither done, failed nor leased, as fragments. Neighbours of equal standing are one fragment, so memory follows
/// what went wrong and not the size of the job; the lowest units go first.
/// </summary>
public sealed class PendingRanges
{
    /// <summary>How many fragments with somebody to avoid are looked at for one applicant; avoidance lapses, so none is stuck behind them.</summary>
    private const int ChoosyLookahead = 64;

    private static readonly Comparer<Fragment> ByRange = Comparer<Fragment>.Create((a, b) => a.Range.CompareTo(b.Range));

    private static readonly Comparer<Fragment> ByNotBefore = Comparer<Fragment>.Create((a, b) =>
        (a.Standing.NotBefore, a.Range).CompareTo((b.Standing.NotBefore, b.Range)));

    private static readonly Comparer<Fragment> LeastSuspectFirst = Comparer<Fragment>.Create((a, b) =>
        (b.Standing.MaxSuspects, a.Range).CompareTo((a.Standing.MaxSuspects, b.Range)));

    private readonly SortedSet<Fragment> _all = new(ByRange);

    // Every fragment is in exactly one of these as well: for anybody; for whoever runs few suspects; for whoever runs nothing; for
    // those that it does not avoid; for nobody yet.
    private readonly SortedSet<Fragment> _ready = new(ByRange);
    private readonly SortedSet<Fragment> _suspects = new(LeastSuspectFirst);
    private readonly SortedSet<Fragment> _isolated = new(ByRange);
    private readonly SortedSet<Fragment> _choosy = new(ByRange);
    private readonly SortedSet<Fragment> _waiting = new(ByNotBefore);

    /// <summary>How many units are pending.</summary>
    public long Units { get; private set; }

    /// <summary>The fragments in order of their units.</summary>
    public IReadOnlyCollection<Fragment> Fragments => _all;

    /// <summary>Adds units that are not here yet.</summary>
    public void Put(UnitRange range, Standing standing)
    {
        foreach (var neighbour in Near(range).Where(near => near.Standing == standing).ToList())
        {
            Drop(neighbour);
            range = new(Math.Min(range.From, neighbour.Range.From), Math.Max(range.To, neighbour.Range.To));
        }

        Insert(new(range, standing));
    }

    /// <summary>The fragments that overlap the range, in order.</summary>
    public IEnumerable<Fragment> Overlapping(UnitRange range) => Near(range).Where(near => near.Range.Overlaps(range));

    /// <summary>Takes whatever is here of <paramref name="range"/> out, and returns it.</summary>
    public IReadOnlyList<Fragment> Remove(UnitRange range)
    {
        var taken = new List<Fragment>();
        foreach (var fragment in Overlapping(range).ToList())
        {
            Drop(fragment);
            foreach (var rest in fragment.Range.Except(range)) Insert(fragment with { Range = rest });
            taken.Add(fragment.Within(range));
        }

        return taken;
    }

    /// <summary>Takes units out for a lease: from the front of the first fragment that the applicant may have, or null.</summary>
    /// <param name="worker">Who asks.</param>
    /// <param name="host">Where it runs.</param>
    /// <param name="company">What it would run beside.</param>
    /// <param name="size">How many units the lease should have, at least 1.</param>
    public Fragment? Take(string worker, string host, Company company, long size, DateTimeOffset now)
    {
        Release(now);
        var found = _choosy.Take(ChoosyLookahead).FirstOrDefault(fragment =>
                !fragment.Standing.Avoids(worker, host, now) && company.Admits(fragment.Standing))
            ?? FirstFor(company, _isolated)
            ?? FirstFor(company, _suspects)
            ?? _ready.Min;
        if (found is null) return null;

        var length = Math.Min(Math.Min(size, found.Standing.MaxUnits), found.Range.Length);
        var range = new UnitRange(found.Range.From, found.Range.From + length);
        Drop(found);
        if (range.To < found.Range.To) Insert(found with { Range = new(range.To, found.Range.To) });
        return found with { Range = range };
    }

    /// <summary>Whether somebody could be given something now.</summary>
    public bool HasReady(DateTimeOffset now)
    {
        Release(now);
        return _ready.Count + _suspects.Count + _isolated.Count + _choosy.Count > 0;
    }

    /// <summary>Whether there is something that the worker may have only when it is vacant.</summary>
    public bool NeedsVacant(string worker, string host, DateTimeOffset now)
    {
        Release(now);
        return _isolated.Count > 0
            || _choosy.Take(ChoosyLookahead).Any(fragment => fragment.Standing.IsIsolated && !fragment.Standing.Avoids(worker, host, now));
    }

    /// <summary>When the next fragment comes free for more applicants than now, or null when none will.</summary>
    public DateTimeOffset? NextWake(DateTimeOffset now)
    {
        Release(now);
        return _choosy.Take(ChoosyLookahead)
            .Select(fragment => fragment.Standing.AvoidUntil)
            .Where(until => until > now)
            .Append(_waiting.Min?.Standing.NotBefore ?? DateTimeOffset.MaxValue)
            .Min() is var wake && wake < DateTimeOffset.MaxValue ? wake : null;
    }

    private void Release(DateTimeOffset now)
    {
        while (_waiting.Min is { } first && first.Standing.NotBefore <= now)
        {
            _waiting.Remove(first);
            Due(first.Standing).Add(first);
        }
    }

    private static Fragment? FirstFor(Company company, SortedSet<Fragment> fragments) =>
        fragments.Min is { } first && company.Admits(first.Standing) ? first : null;

    private SortedSet<Fragment> Due(Standing standing) =>
        standing.AvoidUntil > DateTimeOffset.MinValue ? _choosy
        : standing.IsIsolated ? _isolated
        : standing.IsSuspect ? _suspects
        : _ready;

    private void Insert(Fragment fragment)
    {
        _all.Add(fragment);
        (fragment.Standing.NotBefore > DateTimeOffset.MinValue ? _waiting : Due(fragment.Standing)).Add(fragment);
        Units += fragment.Range.Length;
    }

    private void Drop(Fragment fragment)
    {
        _all.Remove(fragment);
        _ = _waiting.Remove(fragment) || Due(fragment.Standing).Remove(fragment);
        Units -= fragment.Range.Length;
    }

    /// <summary>The fragments that overlap <paramref name="range"/>, or touch it.</summary>
    private IEnumerable<Fragment> Near(UnitRange range)
    {
        // Ranges that begin at one unit lie between these two, whatever their length.
        static Fragment Shortest(long from) => new(UnitRange.Of(from), Standing.Fresh);
        static Fragment Longest(long from) => new(new(from, long.MaxValue), Standing.Fresh);

        var before = _all.GetViewBetween(Shortest(0), Longest(range.From)).Max;
        if (before is not null && before.Range.To >= range.From) yield return before;
        foreach (var fragment in _all.GetViewBetween(Shortest(range.From + 1), Longest(range.To))) yield return fragment;
    }
}
