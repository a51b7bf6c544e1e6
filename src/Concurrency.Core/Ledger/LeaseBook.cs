using Concurrency.Core.Jobs;
using Concurrency.Core.Units;

namespace Concurrency.Core.Ledger;

/// <summary>The live leases of a job, oldest first. Their ranges are disjoint, save that a lease and its twin have the same.</summary>
public sealed class LeaseBook
{
    private readonly Dictionary<LeaseId, Entry> _entries = [];
    private readonly LinkedList<Entry> _byAge = [];
    private readonly SortedSet<Entry> _byRange = new(Comparer<Entry>.Create((a, b) =>
        (a.Lease.Range, a.Lease.Id.Epoch, a.Lease.Id.Number).CompareTo((b.Lease.Range, b.Lease.Id.Epoch, b.Lease.Id.Number))));

    // Of each worker that has suspects, how many there are of each limit: few limits, for they halve.
    private readonly Dictionary<WorkerId, SortedDictionary<int, int>> _suspects = [];

    public IEnumerable<Lease> Leases => _byAge.Select(entry => entry.Lease);

    /// <summary>Units that running leases have reported done so far; of twins, the one that is ahead counts.</summary>
    public long UnitsReported => _byAge.Where(entry => entry.Twin is null || !entry.IsCopy).Sum(entry => entry.UnitsReported);

    public Lease? Find(LeaseId id) => _entries.GetValueOrDefault(id)?.Lease;

    public Lease? TwinOf(LeaseId id) => _entries.GetValueOrDefault(id)?.Twin?.Lease;

    /// <summary>What one more suspect would run beside on the worker.</summary>
    public Company CompanyOf(WorkerId worker, bool isVacant) => _suspects.TryGetValue(worker, out var suspects)
        ? new(suspects.Values.Sum(), suspects.Keys.First(), IsVacant: false)
        : new(Suspects: 0, int.MaxValue, isVacant);

    public void Add(Lease lease, DateTimeOffset now, DateTimeOffset expiresAt, LeaseId? twin = null)
    {
        var original = twin is { } id ? _entries[id] : null;
        var entry = new Entry(lease, now) { ExpiresAt = expiresAt, Twin = original, IsCopy = original is not null };
        if (original is not null) original.Twin = entry;
        _entries.Add(lease.Id, entry);
        _byAge.AddLast(entry.Node);
        _byRange.Add(entry);
        CountSuspect(lease, 1);
    }

    public void Remove(LeaseId id)
    {
        if (!_entries.Remove(id, out var entry)) return;
        _byAge.Remove(entry.Node);
        _byRange.Remove(entry);
        if (entry.Twin is { } twin) (twin.Twin, twin.IsCopy) = (null, false);
        CountSuspect(entry.Lease, -1);
    }

    public void Renew(LeaseId id, DateTimeOffset expiresAt)
    {
        if (_entries.TryGetValue(id, out var entry)) entry.ExpiresAt = expiresAt;
    }

    public void Progress(LeaseId id, long unitsDone)
    {
        if (!_entries.TryGetValue(id, out var entry)) return;
        entry.Started = true;
        entry.UnitsReported = Math.Clamp(unitsDone, entry.UnitsReported, entry.Lease.Range.Length);
        if (entry.Twin is { } twin) twin.UnitsReported = Math.Max(twin.UnitsReported, entry.UnitsReported);
    }

    /// <summary>The lease of the same units keeps running, on new terms.</summary>
    public void Change(LeaseId id, IReadOnlyList<Fragment> parts)
    {
        var entry = _entries[id];
        CountSuspect(entry.Lease, -1);
        entry.Lease = entry.Lease with { Parts = parts };
        CountSuspect(entry.Lease, 1);
    }

    public IReadOnlyList<Lease> Overlapping(UnitRange range)
    {
        // Ranges are disjoint but for twins, so going down from the end of the range, the first that ends before it ends the search.
        var end = new Entry(new(new(ulong.MaxValue, long.MaxValue), default, UnitRange.Of(range.To), []), default);
        var start = new Entry(new(default, default, UnitRange.Of(0), []), default);
        return [.. _byRange.GetViewBetween(start, end).Reverse()
            .SkipWhile(entry => entry.Lease.Range.From >= range.To)
            .TakeWhile(entry => entry.Lease.Range.To > range.From)
            .Select(entry => entry.Lease)];
    }

    /// <summary>The leases that ran out, and whether each was reported running.</summary>
    public IReadOnlyList<(Lease Lease, bool Started)> Expired(DateTimeOffset now) =>
        [.. _byAge.Where(entry => entry.ExpiresAt <= now).Select(entry => (entry.Lease, entry.Started))];

    /// <summary>All leases live longer by <paramref name="pause"/>, but not beyond <paramref name="latest"/>.</summary>
    public void Postpone(TimeSpan pause, DateTimeOffset latest)
    {
        foreach (var entry in _byAge)
        {
            var later = entry.ExpiresAt + pause;
            entry.ExpiresAt = later < latest ? later : latest;
        }
    }

    /// <summary>
    /// The oldest lease without a twin that somebody else has, and that has run for longer than it should. What was there when a worker died
    /// is never copied: it may take the second worker down as well.
    /// </summary>
    /// <param name="worker">Who would run the copy.</param>
    /// <param name="least">How long any lease may take.</param>
    /// <param name="patience">How long a lease may take, at least that.</param>
    public Lease? Straggler(WorkerId worker, TimeSpan least, Func<Lease, TimeSpan> patience, DateTimeOffset now) => _byAge
        .TakeWhile(entry => now - entry.GrantedAt > least)
        .FirstOrDefault(entry => entry.Twin is null
            && !entry.Lease.IsSuspect
            && !string.Equals(entry.Lease.Worker.Name, worker.Name, StringComparison.Ordinal)
            && now - entry.GrantedAt > patience(entry.Lease))
        ?.Lease;

    private void CountSuspect(Lease lease, int more)
    {
        if (!lease.IsSuspect) return;
        if (!_suspects.TryGetValue(lease.Worker, out var suspects)) _suspects[lease.Worker] = suspects = [];
        var count = suspects[lease.MaxSuspects] = suspects.GetValueOrDefault(lease.MaxSuspects) + more;
        if (count == 0) suspects.Remove(lease.MaxSuspects);
        if (suspects.Count == 0) _suspects.Remove(lease.Worker);
    }

    private sealed class Entry
    {
        public Entry(Lease lease, DateTimeOffset grantedAt)
        {
            (Lease, GrantedAt) = (lease, grantedAt);
            Node = new(this);
        }

        public Lease Lease { get; set; }

        public DateTimeOffset GrantedAt { get; }

        public DateTimeOffset ExpiresAt { get; set; }

        public bool Started { get; set; }

        public long UnitsReported { get; set; }

        public Entry? Twin { get; set; }

        public bool IsCopy { get; set; }

        public LinkedListNode<Entry> Node { get; }
    }
}
