using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;

namespace Concurrency.Core.Ledger;

/// <summary>
/// Runs one job on paper: grants leases, takes what workers say of them, and knows when the job is over. It has no clock, no thread
/// and no I/O; time comes in as an argument and decisions go out as data. Every unit is counted exactly once or is a failed unit:
/// a result is accepted if and only if none of its units is settled yet, whichever lease or coordinator it came from.
/// </summary>
public sealed partial class JobLedger(JobState state, ulong epoch)
{
    private readonly LeaseBook _leases = new();
    private readonly SpeedBook _speeds = new();
    private readonly Pace _pace = new(state.Terms.Traits.Pace);
    private long _lastLease;

    /// <summary>What outlives this ledger. To read: only the ledger changes it.</summary>
    public JobState State => state;

    public IEnumerable<Lease> Leases => _leases.Leases;

    /// <summary>Units done, with what running leases have reported so far.</summary>
    public long UnitsDoneSoFar => state.Done.Count + _leases.UnitsReported;

    private JobTerms Terms => state.Terms;

    private LedgerRules Rules => state.Terms.Rules;

    /// <summary>Whether the lease is still somebody's.</summary>
    public bool Holds(LeaseId id) => _leases.Find(id) is not null;

    /// <summary>
    /// The state, to be written down; a ledger made of it has lent nothing yet. It fails as the workload does when the total cannot be written.
    /// </summary>
    public JobSnapshot Snapshot() => state.Snapshot(_leases.Leases.DistinctBy(lease => lease.Range).SelectMany(lease => lease.Parts));

    /// <summary>Whether a lease could be granted to somebody now.</summary>
    public bool HasWork(DateTimeOffset now) => !state.Status.IsOver() && _pace.IsOpen(now) && state.Pending.HasReady(now);

    /// <summary>Whether there is a lease for the worker that it may only have when it has nothing else.</summary>
    public bool NeedsVacant(WorkerId worker, string host, DateTimeOffset now) =>
        !state.Status.IsOver() && state.Pending.NeedsVacant(worker.Name, host, now);

    /// <summary>When it is worth asking again though nothing was heard, or null when only news can change anything.</summary>
    public DateTimeOffset? NextWake(DateTimeOffset now)
    {
        if (state.Status.IsOver() || state.Pending.Units == 0) return null;
        return _pace.IsOpen(now) ? state.Pending.NextWake(now) : _pace.Opens;
    }

    /// <summary>A lease of pending units, or of a straggler's, or null when there is nothing for this applicant now.</summary>
    public Lease? Grant(Applicant applicant, DateTimeOffset now)
    {
        if (state.Status.IsOver() || !_pace.IsOpen(now)) return null;
        var worker = applicant.Worker;
        var size = Math.Min(_pace.MaxUnits, ChunkSizer.Units(
            Terms, state.Pending.Units, applicant.Slots, _speeds.Of(worker.Name), _speeds.Guess(worker.Name)));

        var taken = state.Pending.Take(worker.Name, applicant.Host, _leases.CompanyOf(worker, applicant.Vacant), size, now);
        if (taken is null) return Copy(applicant, now);

        _pace.Spend(taken.Range.Length, now);
        return Lend(new(NextLease(), worker, taken.Range, [taken]) { IsIsolated = taken.Standing.IsIsolated }, now);
    }

    /// <summary>A run returned.</summary>
    public Decision Done(Completion completion, DateTimeOffset now)
    {
        if (state.Status.IsOver()) return Decision.Nothing;
        var (range, output) = (completion.Range, completion.Output);
        var lease = _leases.Find(completion.Lease) is { } live && live.Range == range ? live : null;

        if (lease is null && range.To > Terms.Units) return Decision.Nothing;
        if (output.FaultFor(range) is { } fault) return lease is null ? Decision.Nothing : Fail(lease.Id, fault);

        // The units of a live lease are never settled, so only a stranger's result needs the look. What a stranger hands back is not
        // its to hand back any more.
        var done = output.DoneOf(range);
        if (lease is null && (done.Count == 0 || done.Any(state.IsSettled))) return Decision.Nothing;

        var events = new List<LedgerEvent>();
        try
        {
            if (done.Count > 0) Happened(new LedgerEvent.RangeDone([.. done], output.Partial, output.Records, output.Notices), events);
        }
        catch (FormatException e)
        {
            return lease is null ? Decision.Nothing : Fail(lease.Id, e.Message);
        }

        IReadOnlyList<Lease> revoked;
        if (lease is null)
        {
            revoked = Supersede(done);
        }
        else
        {
            revoked = _leases.TwinOf(lease.Id) is { } twin ? [twin] : [];
            foreach (var over in revoked.Append(lease)) _leases.Remove(over.Id);
            foreach (var handBack in output.HandBacks)
            {
                foreach (var part in lease.Parts.Where(part => part.Range.Overlaps(handBack.Range)).Select(part => part.Within(handBack.Range)))
                    Happened(new LedgerEvent.HandedBack(part.Range, part.Standing.HandedBack(handBack, now)), events);
            }
        }

        _speeds.Record(completion.Worker.Name, done.Sum(part => part.Length), completion.Elapsed);
        return End(new(Accepted: true, events, revoked));
    }

    /// <summary>A run failed: it counts, and the units go back on stricter terms, or fail for good.</summary>
    public Decision Fail(LeaseId id, string reason) =>
        _leases.Find(id) is { } lease
            ? Requeue(lease, part => part.Standing.Failed(lease.Range), reason, lost: false)
            : Decision.Nothing;

    /// <summary>The worker gives the lease back unrun, or stopped: it does not count.</summary>
    public void Return(LeaseId id)
    {
        if (_leases.Find(id) is not { } lease) return;
        var twin = _leases.TwinOf(id);
        _leases.Remove(id);
        if (twin is not null) return;
        foreach (var part in lease.Parts) state.Pending.Put(part.Range, part.Standing);
    }

    /// <summary>The worker still has the lease, begun or not.</summary>
    public void Renew(LeaseId id, DateTimeOffset now) => _leases.Renew(id, now + Rules.LeaseTime);

    /// <summary>The worker runs the lease, and says how far it is.</summary>
    public void Progress(LeaseId id, long unitsDone, DateTimeOffset now)
    {
        Renew(id, now);
        _leases.Progress(id, unitsDone);
    }

    public Decision Cancel()
    {
        if (state.Status.IsOver()) return Decision.Nothing;
        var events = new List<LedgerEvent>();
        Happened(new LedgerEvent.Cancelled(), events);
        return End(new(Accepted: true, events, []));
    }

    /// <summary>Something that is none of its units' doing keeps the job from its end: it fails.</summary>
    public Decision Abandon(string reason)
    {
        if (state.Status.IsOver()) return Decision.Nothing;
        var events = new List<LedgerEvent>();
        Happened(new LedgerEvent.Completed(JobStatus.Failed, Utf8.Cut(reason, Limits.ReasonBytes)), events);
        return End(new(Accepted: true, events, []));
    }

    /// <summary>
    /// Runs what is not done of a job that is over: its failed units, and what it never came to. Nothing follows when it is not over, or
    /// when all is done.
    /// </summary>
    public Decision Retry()
    {
        if (!state.Status.IsOver() || state.Done.Count == Terms.Units) return Decision.Nothing;
        var events = new List<LedgerEvent>();
        Happened(new LedgerEvent.Retried(), events);
        return new(Accepted: true, events, []);
    }

    private Lease? Copy(Applicant applicant, DateTimeOffset now)
    {
        if (!applicant.Idle || !Terms.Traits.Speculative || state.Pending.Units > 0) return null;
        return _leases.Straggler(applicant.Worker, Rules.StragglerAfter, Patience, now) is { } slow
            ? Lend(new(NextLease(), applicant.Worker, slow.Range, slow.Parts), now, slow.Id)
            : null;
    }

    private TimeSpan Patience(Lease lease)
    {
        if (_speeds.Guess(lease.Worker.Name) is not { } speed) return Rules.StragglerAfterUnknown;
        var expected = Math.Min(Rules.StragglerFactor * lease.Range.Length / speed, TimeSpan.FromDays(1).TotalSeconds);
        return TimeSpan.FromSeconds(Math.Max(expected, Rules.StragglerAfter.TotalSeconds));
    }

    private Decision Requeue(Lease lease, Func<Fragment, Standing> terms, string reason, bool lost)
    {
        reason = Utf8.Cut(reason, Limits.ReasonBytes);
        var twin = _leases.TwinOf(lease.Id);
        _leases.Remove(lease.Id);
        var events = new List<LedgerEvent>();
        Fragment[] parts = [.. lease.Parts.Select(part => part with { Standing = terms(part) })];
        if (twin is null && lease.Range.Length == 1 && parts[0].Standing.Alone >= Rules.AttemptLimit)
        {
            Happened(new LedgerEvent.UnitFailed(new(lease.Range, reason, parts[0].Standing.Attempts)), events);
            return End(new(Accepted: true, events, []));
        }

        foreach (var (range, standing) in parts)
            Happened(lost ? new LedgerEvent.RangeLost(range, reason, standing) : new LedgerEvent.RangeFailed(range, reason, standing), events);
        if (twin is not null)
        {
            state.Pending.Remove(twin.Range);
            _leases.Change(twin.Id, parts);
        }

        return new(Accepted: true, events, []);
    }

    /// <summary>
    /// The units of the ranges are accounted for, so leases on any of them are of no more use. What such a lease has beside them goes
    /// back.
    /// </summary>
    private Lease[] Supersede(IReadOnlyList<UnitRange> done)
    {
        Lease[] others = [.. done.SelectMany(_leases.Overlapping).DistinctBy(lease => lease.Id)];
        foreach (var lease in others)
        {
            // Twins cover the same units, which go back once.
            var isLast = _leases.TwinOf(lease.Id) is null;
            _leases.Remove(lease.Id);
            if (!isLast) continue;
            foreach (var part in lease.Parts)
            {
                foreach (var rest in part.Range.Except(done)) state.Pending.Put(rest, part.Standing);
            }
        }

        return others;
    }

    /// <summary>Looks whether the job is over, and if it is, calls back every lease.</summary>
    private Decision End(Decision decision)
    {
        var events = decision.Events.ToList();
        if (!state.Status.IsOver() && state.Verdict() is { } end) Happened(end, events);
        if (!state.Status.IsOver()) return decision;
        var left = _leases.Leases.ToList();
        foreach (var lease in left) Return(lease.Id);
        return decision with { Events = events, Revoked = [.. decision.Revoked, .. left] };
    }

    private Lease Lend(Lease lease, DateTimeOffset now, LeaseId? twin = null)
    {
        _leases.Add(lease, now, now + Rules.LeaseTime, twin);
        return lease;
    }

    private LeaseId NextLease() => new(epoch, ++_lastLease);

    private void Happened(LedgerEvent happened, List<LedgerEvent> events)
    {
        state.Apply(happened);
        events.Add(happened);
    }
}
