using Concurrency.Core.Jobs;
using Concurrency.Core.Units;

namespace Concurrency.Core.Ledger;

/// <summary>What becomes of leases whose workers are not heard of, or are heard of again.</summary>
public sealed partial class JobLedger
{
    /// <summary>A worker is gone, with these leases.</summary>
    /// <param name="begun">Those that had begun, all of them together, for any may have been the worker's end.</param>
    /// <param name="waiting">Those that had not: they go back as if nothing had happened.</param>
    public Decision Lose(IReadOnlyList<LeaseId> begun, IReadOnlyList<LeaseId> waiting, string reason)
    {
        foreach (var id in waiting) Return(id);
        var together = begun.Count(id => _leases.Find(id) is not null);
        var (events, revoked) = (new List<LedgerEvent>(), new List<Lease>());
        foreach (var id in begun)
        {
            // One of them may have ended the job, and with it all the others.
            if (_leases.Find(id) is not { } lease) continue;
            _speeds.Forget(lease.Worker.Name);
            var decision = Requeue(lease, part => part.Standing.Lost(lease, together), reason, lost: true);
            events.AddRange(decision.Events);
            revoked.AddRange(decision.Revoked);
        }

        return events.Count == 0 ? Decision.Nothing : new(Accepted: true, events, revoked);
    }

    /// <summary>Leases that nobody renewed in time are lost. It counts for those that were reported running.</summary>
    public Decision Expire(DateTimeOffset now)
    {
        var (events, revoked) = (new List<LedgerEvent>(), new List<Lease>());
        foreach (var expired in _leases.Expired(now).GroupBy(expired => expired.Lease.Worker))
        {
            var lost = Lose(
                [.. expired.Where(one => one.Started).Select(one => one.Lease.Id)],
                [.. expired.Where(one => !one.Started).Select(one => one.Lease.Id)],
                $"worker {expired.Key} did not renew its lease for {Rules.LeaseTime.TotalSeconds} s");
            events.AddRange(lost.Events);
            revoked.AddRange([.. expired.Select(one => one.Lease), .. lost.Revoked]);
        }

        return revoked.Count == 0 ? Decision.Nothing : new(Accepted: true, events, revoked);
    }

    /// <summary>Whoever judges was away for so long: no lease expires because of that.</summary>
    public void Postpone(TimeSpan pause, DateTimeOffset now) => _leases.Postpone(pause, now + Rules.LeaseTime);

    /// <summary>
    /// A worker says that it holds leases, perhaps of another coordinator or from before a lost connection. They are this ledger's leases
    /// from here on, but for those that are revoked, because their units are settled or somebody else's.
    /// </summary>
    public Decision Adopt(WorkerId worker, IEnumerable<(LeaseId Lease, UnitRange Range)> held, DateTimeOffset now)
    {
        var (events, revoked) = (new List<LedgerEvent>(), new List<Lease>());
        foreach (var (lease, range) in held)
        {
            if (!Adopt(new(lease, worker, range, []), now, events)) revoked.Add(new(lease, worker, range, []));
        }

        return new(Accepted: revoked.Count == 0, events, revoked);
    }

    private bool Adopt(Lease lease, DateTimeOffset now, List<LedgerEvent> events)
    {
        if (state.Status.IsOver() || lease.Range.To > Terms.Units) return false;
        if (_leases.Find(lease.Id) is { } known)
        {
            if (known.Worker != lease.Worker || known.Range != lease.Range) return false;
            Renew(lease.Id, now);
            return true;
        }

        if (state.IsSettled(lease.Range)) return false;
        var lent = _leases.Overlapping(lease.Range);
        if (lent.Count == 0)
        {
            Find(lease, events);
            Lend(lease with { Parts = state.Pending.Remove(lease.Range) }, now);
            return true;
        }

        if (!Terms.Traits.Speculative || lent is not [var twin] || twin.Range != lease.Range) return false;
        Lend(lease with { Parts = twin.Parts }, now, twin.Id);
        return true;
    }

    /// <summary>A lease that was given up for lost was not, if its worker still has it.</summary>
    private void Find(Lease lease, List<LedgerEvent> events)
    {
        foreach (var (range, standing) in state.Pending.Overlapping(lease.Range).Select(part => part.Within(lease.Range)).ToList())
        {
            if (standing.Loss is { } loss && loss.Lease == lease.Id) Happened(new LedgerEvent.RangeFound(range, loss.Before), events);
        }
    }
}
