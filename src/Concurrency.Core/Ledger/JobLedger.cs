using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;

namespace Concurrency.Core.Ledger;

/// <summary>
/// Runs one job on paper: grants leases, takes what workers say of them, and knows when the job is over. It has no clock, no thread
/// and no I/O; time comes in as an argument and decisions go out as data. Every unit is counted exactly once or is a failed unit:
/// a result is accepted if and only if none of its units is settled yet, whichever lease or coordinator it came from.
/// </summary>
public sealed class JobLedger(JobState state, ulong epoch)
{
    private readonly LeaseBook _leases = new();
    private readonly SpeedBook _speeds = new();
    private DateTimeOffset _paceOpens = DateTimeOffset.MinValue;
    private long _lastLease;

    /// <summary>What outlives this ledger. To read: only the ledger changes it.</summary>
    public JobState State => state;

    public IEnumerable<Lease> Leases => _leases.Leases;

    /// <summary>Units done, with what running leases have reported so far.</summary>
    public long UnitsDoneSoFar => state.Done.Count + _leases.UnitsReported;

    private JobTerms Terms => state.Terms;

    private LedgerRules Rules => state.Terms.Rules;

    /// <summary>Whether a lease could be granted to somebody now.</summary>
    public bool HasWork(DateTimeOffset now) => !state.Status.IsOver() && _paceOpens <= now && state.Pending.HasReady(now);

    /// <summary>When it is worth asking again though nothing was heard, or null when only news can change anything.</summary>
    public DateTimeOffset? NextWake(DateTimeOffset now)
    {
        if (state.Status.IsOver() || state.Pending.Units == 0) return null;
        return _paceOpens > now ? _paceOpens : state.Pending.NextWake(now);
    }

    /// <summary>A lease of pending units, or of a straggler's, or null when there is nothing for this applicant now.</summary>
    public Lease? Grant(Applicant applicant, DateTimeOffset now)
    {
        if (state.Status.IsOver() || _paceOpens > now) return null;
        var worker = applicant.Worker;
        var size = ChunkSizer.Units(
            Terms, state.Pending.Units, applicant.Slots, _speeds.Of(worker.Name), _speeds.Guess(worker.Name));
        if (Terms.Traits.Pace is { } most) size = Math.Max(1, Math.Min(size, (long)most));

        var taken = state.Pending.Take(worker.Name, applicant.Host, !_leases.HasSuspect(worker), size, now);
        if (taken is null) return Copy(applicant, now);

        if (Terms.Traits.Pace is { } pace)
            _paceOpens = (_paceOpens > now ? _paceOpens : now) + TimeSpan.FromSeconds(taken.Range.Length / pace);
        return Lend(new(NextLease(), worker, taken.Range, [taken]), now);
    }

    /// <summary>A run returned.</summary>
    public Decision Done(Completion completion, DateTimeOffset now)
    {
        if (state.Status.IsOver()) return Decision.Nothing;
        var (range, output) = (completion.Range, completion.Output);
        var lease = _leases.Find(completion.Lease) is { } live && live.Range == range ? live : null;

        // The units of a live lease are never settled, so only a stranger's result needs the look.
        if (lease is null && (range.To > Terms.Units || state.IsSettled(range))) return Decision.Nothing;
        if (output.FaultFor(range) is { } fault) return lease is null ? Decision.Nothing : Fail(lease.Id, fault);

        var standing = lease?.Standing ?? Standing.Strictest(state.Pending.Overlapping(range));
        var events = new List<LedgerEvent>();
        var done = output.DoneOf(range);
        try
        {
            if (done.Count > 0) Happened(new LedgerEvent.RangeDone([.. done], output.Partial), events);
        }
        catch (FormatException e)
        {
            return lease is null ? Decision.Nothing : Fail(lease.Id, e.Message);
        }

        var revoked = Supersede(completion.Lease, range);
        foreach (var handBack in output.HandBacks)
            Happened(new LedgerEvent.HandedBack(handBack.Range, standing.HandedBack(handBack, now)), events);

        _speeds.Record(completion.Worker.Name, done.Sum(part => part.Length), completion.Elapsed);
        return End(new(Accepted: true, events, revoked));
    }

    /// <summary>A run failed: it counts, and the units go back on stricter terms, or fail for good.</summary>
    public Decision Fail(LeaseId id, string reason) =>
        _leases.Find(id) is { } lease
            ? Requeue(lease, lease.Standing.Failed(lease.Range), reason, lost: false)
            : Decision.Nothing;

    /// <summary>The worker of the lease is gone.</summary>
    /// <param name="started">Whether it had begun; a lease that had not goes back as if nothing had happened.</param>
    public Decision Lose(LeaseId id, bool started, string reason)
    {
        if (_leases.Find(id) is not { } lease) return Decision.Nothing;
        _speeds.Forget(lease.Worker.Name);
        if (started) return Requeue(lease, lease.Standing.Lost(lease.Range), reason, lost: true);
        Return(id);
        return Decision.Nothing;
    }

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

    /// <summary>
    /// A worker says that it holds a lease, perhaps of another coordinator or from before a lost connection. True: it is this
    /// ledger's lease from here on. False: the worker should stop, because the units are settled or somebody else's.
    /// </summary>
    public bool Adopt(LeaseId id, WorkerId worker, UnitRange range, DateTimeOffset now)
    {
        if (state.Status.IsOver() || range.To > Terms.Units) return false;
        if (_leases.Find(id) is { } known)
        {
            if (known.Worker != worker || known.Range != range) return false;
            Renew(id, now);
            return true;
        }

        if (state.IsSettled(range)) return false;
        var lent = _leases.Overlapping(range);
        if (lent.Count == 0)
        {
            Lend(new(id, worker, range, state.Pending.Remove(range)), now);
            return true;
        }

        if (!Terms.Traits.Speculative || lent is not [var twin] || twin.Range != range) return false;
        Lend(new(id, worker, range, twin.Parts), now, twin.Id);
        return true;
    }

    /// <summary>Leases that nobody renewed in time are lost. It counts for those that were reported running.</summary>
    public Decision Expire(DateTimeOffset now)
    {
        var (events, revoked) = (new List<LedgerEvent>(), new List<Lease>());
        foreach (var (lease, started) in _leases.Expired(now))
        {
            var lost = Lose(lease.Id, started, $"worker {lease.Worker} did not renew its lease for {Rules.LeaseTime.TotalSeconds} s");
            events.AddRange(lost.Events);
            revoked.AddRange([lease, .. lost.Revoked]);
        }

        return revoked.Count == 0 ? Decision.Nothing : new(Accepted: true, events, revoked);
    }

    /// <summary>Whoever judges was away for so long: no lease expires because of that.</summary>
    public void Postpone(TimeSpan pause, DateTimeOffset now) => _leases.Postpone(pause, now + Rules.LeaseTime);

    public Decision Cancel()
    {
        if (state.Status.IsOver()) return Decision.Nothing;
        var events = new List<LedgerEvent>();
        Happened(new LedgerEvent.Cancelled(), events);
        return End(new(Accepted: true, events, []));
    }

    private Lease? Copy(Applicant applicant, DateTimeOffset now)
    {
        if (!applicant.Idle || !Terms.Traits.Speculative || state.Pending.Units > 0) return null;
        return _leases.Straggler(applicant.Worker, Patience, now) is { } slow
            ? Lend(new(NextLease(), applicant.Worker, slow.Range, slow.Parts), now, slow.Id)
            : null;
    }

    private TimeSpan Patience(Lease lease)
    {
        if (_speeds.Guess(lease.Worker.Name) is not { } speed) return Rules.StragglerAfterUnknown;
        var expected = Math.Min(Rules.StragglerFactor * lease.Range.Length / speed, TimeSpan.FromDays(1).TotalSeconds);
        return TimeSpan.FromSeconds(Math.Max(expected, Rules.StragglerAfter.TotalSeconds));
    }

    private Decision Requeue(Lease lease, Standing standing, string reason, bool lost)
    {
        var twin = _leases.TwinOf(lease.Id);
        _leases.Remove(lease.Id);
        var events = new List<LedgerEvent>();
        if (twin is null && standing.Alone >= Rules.AttemptLimit)
        {
            Happened(new LedgerEvent.UnitFailed(new(lease.Range, reason, standing.Attempts)), events);
            return End(new(Accepted: true, events, []));
        }

        Happened(lost ? new LedgerEvent.RangeLost(lease.Range, reason, standing) : new LedgerEvent.RangeFailed(lease.Range, reason, standing), events);
        if (twin is not null)
        {
            state.Pending.Remove(twin.Range);
            _leases.Change(twin.Id, standing);
        }

        return new(Accepted: true, events, []);
    }

    /// <summary>
    /// The units of the range are accounted for, so leases on any of them are of no more use. What such a lease has beside the range
    /// goes back.
    /// </summary>
    private IReadOnlyList<Lease> Supersede(LeaseId winner, UnitRange range)
    {
        if (_leases.Find(winner) is not null && _leases.TwinOf(winner) is null)
        {
            _leases.Remove(winner);
            return [];
        }

        var others = _leases.Overlapping(range);
        foreach (var lease in others)
        {
            _leases.Remove(lease.Id);
            foreach (var part in lease.Parts)
            {
                foreach (var rest in part.Range.Except(range)) state.Pending.Put(rest, part.Standing);
            }
        }

        return [.. others.Where(lease => lease.Id != winner)];
    }

    /// <summary>Looks whether the job is over, and if it is, calls back every lease.</summary>
    private Decision End(Decision decision)
    {
        var events = decision.Events.ToList();
        if (!state.Status.IsOver() && Verdict() is { } end) Happened(end, events);
        if (!state.Status.IsOver()) return decision;
        var left = _leases.Leases.ToList();
        foreach (var lease in left) Return(lease.Id);
        return decision with { Events = events, Revoked = [.. decision.Revoked, .. left] };
    }

    private LedgerEvent.Completed? Verdict()
    {
        if (state.Failed is [var first, ..])
        {
            if (Terms.Traits.RequiresAllUnits)
                return new(JobStatus.Failed, $"unit {first.Range.From} failed after {first.Attempts} attempts: {first.Reason}");
            if (state.FailedCount > Rules.FailedUnitLimit)
                return new(JobStatus.Failed, $"more than {Rules.FailedUnitLimit} units failed, the first of them because: {first.Reason}");
        }

        if (state.Done.Count + state.FailedCount < Terms.Units) return null;
        var size = state.Total.Encode().Length;
        if (size > Limits.PartialBytes)
            return new(JobStatus.Failed, $"the merged partial has {size} bytes, over the limit of {Limits.PartialBytes}");
        return new(state.FailedCount == 0 ? JobStatus.Completed : JobStatus.CompletedWithFailures, Reason: null);
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
