using Concurrency.Core.Jobs;
using Concurrency.Core.Units;

namespace Concurrency.Core.Ledger;

/// <summary>The live leases of a job, oldest first. Their ranges are disjoint, save that a lease and its twin have the same.</summary>
public sealed class LeaseBook
{
    private readonly Dictionary<LeaseId, Entry> _entries = [];
    private readonly LinkedList<Entry> _byAge = [];
    private readonly Dictionary<WorkerId, int> _suspects = [];

    public int Count => _entries.Count;

    public IEnumerable<Lease> Leases => _byAge.Select(entry => entry.Lease);

    /// <summary>Units that running leases have reported done so far; of twins, the one that is ahead counts.</summary>
    public long UnitsReported => _byAge.Where(entry => entry.Twin is null || !entry.IsCopy).Sum(entry => entry.UnitsReported);

    public Lease? Find(LeaseId id) => _entries.GetValueOrDefault(id)?.Lease;

    public Lease? TwinOf(LeaseId id) => _entries.GetValueOrDefault(id)?.Twin?.Lease;

    /// <summary>Whether the worker runs something that was there when workers died.</summary>
    public bool HasSuspect(WorkerId worker) => _suspects.ContainsKey(worker);

    public void Add(Lease lease, DateTimeOffset now, DateTimeOffset expiresAt, LeaseId? twin = null)
    {
        var original = twin is { } id ? _entries[id] : null;
        var entry = new Entry(lease, now) { ExpiresAt = expiresAt, Twin = original, IsCopy = original is not null };
        if (original is not null) original.Twin = entry;
        _entries.Add(lease.Id, entry);
        _byAge.AddLast(entry.Node);
        if (lease.Standing.IsSuspect) CountSuspect(lease.Worker);
    }

    public bool Remove(LeaseId id)
    {
        if (!_entries.Remove(id, out var entry)) return false;
        _byAge.Remove(entry.Node);
        if (entry.Twin is { } twin) twin.Twin = null;
        if (entry.Lease.Standing.IsSuspect && --_suspects[entry.Lease.Worker] == 0) _suspects.Remove(entry.Lease.Worker);
        return true;
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
    public void Change(LeaseId id, Standing standing)
    {
        var entry = _entries[id];
        var becameSuspect = standing.IsSuspect && !entry.Lease.Standing.IsSuspect;
        entry.Lease = new(entry.Lease.Id, entry.Lease.Worker, entry.Lease.Range, [new(entry.Lease.Range, standing)]);
        if (becameSuspect) CountSuspect(entry.Lease.Worker);
    }

    public IReadOnlyList<Lease> Overlapping(UnitRange range) =>
        [.. _byAge.Where(entry => entry.Lease.Range.Overlaps(range)).Select(entry => entry.Lease)];

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

    /// <summary>The oldest lease without a twin that somebody else has, and that has run for longer than it should.</summary>
    /// <param name="worker">Who would run the copy.</param>
    /// <param name="patience">How long a lease may take.</param>
    public Lease? Straggler(WorkerId worker, Func<Lease, TimeSpan> patience, DateTimeOffset now) => _byAge
        .FirstOrDefault(entry => entry.Twin is null
            && !string.Equals(entry.Lease.Worker.Name, worker.Name, StringComparison.Ordinal)
            && now - entry.GrantedAt > patience(entry.Lease))
        ?.Lease;

    private void CountSuspect(WorkerId worker) => _suspects[worker] = _suspects.GetValueOrDefault(worker) + 1;

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

        public bool IsCopy { get; init; }

        public LinkedListNode<Entry> Node { get; }
    }
}
