using Akka.Actor;
using Concurrency.Actors.Coordination.Register;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.JobProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Coordination.Workers;

/// <summary>Offers the room that workers have to the jobs whose turn it is, and keeps count of who has what.</summary>
internal sealed class Matchmaker(Roster roster, JobBoard board, SteadyClock clock)
{
    private static readonly SlotKind[] Kinds = [SlotKind.Cpu, SlotKind.Io];

    public void OfferAll(Member member)
    {
        foreach (var kind in Kinds) Offer(member, kind);
    }

    /// <summary>
    /// Offers what room there is to the first job in turn, until it is no more the first. A job that does not fit yet, or has not answered
    /// yet, is waited for: whoever was let by would keep it from ever fitting.
    /// </summary>
    public void Offer(Member member, SlotKind kind)
    {
        if (member.Hello.IsDraining || member.Hello.Slots.Of(kind) == 0 || member.IsTaken || IsKept(member)) return;
        var turns = board.TurnsOf(kind);
        var next = turns.InTurn(clock.Seconds).Where(job => !job.Declines(member.Id) && member.Runs(job.Demand)).Take(2).ToList();
        if (next is not [var first, ..] || member.IsOffered(first.Id)) return;
        var idle = member.Idle(first);
        var room = idle + member.Ahead(first);
        if (room == 0) return;
        if (next is [_, var second]) room = Math.Min(room, turns.ChunksAhead(first, second));
        Send(member, first, room, Math.Min(room, idle));
    }

    /// <summary>The job has answered an offer.</summary>
    public void Lend(Member member, BoardEntry job, Granted granted)
    {
        foreach (var lend in granted.Leases)
        {
            Add(member, job, lend.Lease, granted.IsIsolated);
            member.Line.Tell(lend);
        }

        // One worker at a time makes way for a job, and another when the job's turn comes again.
        if (member.KeptFor == job.Id) member.KeptFor = null;
        else if (granted.NeedsVacant && !granted.IsIsolated && !roster.IsKeptFor(job.Id)) member.KeptFor = job.Id;
        if (granted.Leases.Count < granted.Offered && !granted.IsIsolated) job.Decline(member.Id);
        OfferAll(member);
    }

    /// <summary>The worker has the lease, from whatever time.</summary>
    public void Adopt(Member member, BoardEntry job, LeaseId lease) => Add(member, job, lease, isIsolated: false);

    /// <summary>The worker has answered the lease.</summary>
    /// <param name="elapsed">How long it ran; zero when it comes back unrun, and the job is charged nothing for it.</param>
    public void Answered(Member member, ILeaseReport report, TimeSpan elapsed)
    {
        // An outcome that comes twice is paid once.
        if (member.Remove(report.Lease, clock.Seconds) is not { } lease || board.Find(report.Job) is not { } job) return;
        var turns = board.TurnsOf(lease.Demand.Kind);
        if (report is Done) turns.Ran(job, elapsed);
        turns.Settle(job, lease, elapsed.TotalSeconds * lease.Slots, clock.Seconds);
    }

    /// <summary>The worker never had the lease.</summary>
    public void NeverCame(Member member, Outstanding lease)
    {
        member.Remove(lease.Lease, clock.Seconds);
        if (board.Find(lease.Job) is not { } job) return;
        board.TurnsOf(lease.Demand.Kind).Settle(job, lease, 0, clock.Seconds);
        job.Actor.Tell(new NotHeld(lease.Lease));
    }

    /// <summary>The worker is gone: its leases go back to their jobs, which pay for those that had begun.</summary>
    public void Bury(Member member, string reason)
    {
        roster.Remove(member);
        foreach (var leases in member.Leases.GroupBy(lease => lease.Job))
        {
            if (board.Find(leases.Key) is not { } job) continue;
            foreach (var lease in leases)
            {
                var taken = lease.BegunAt is { } begun ? lease.Slots * (clock.Seconds - begun) : 0;
                board.TurnsOf(lease.Demand.Kind).Settle(job, lease, taken, clock.Seconds);
            }

            job.Actor.Tell(new Lost(
                [.. leases.Where(lease => lease.BegunAt is not null).Select(lease => lease.Lease)],
                [.. leases.Where(lease => lease.BegunAt is null).Select(lease => lease.Lease)],
                reason));
        }
    }

    private void Add(Member member, BoardEntry job, LeaseId id, bool isIsolated)
    {
        var turns = board.TurnsOf(job.Demand.Kind);
        if (member.Add(job, id, turns.Expected(job), isIsolated, clock.Seconds) is { } lease) turns.Lend(job, lease, clock.Seconds);
    }

    /// <summary>A worker that becomes vacant for a job is offered to that job alone, once it is.</summary>
    private bool IsKept(Member member)
    {
        if (member.KeptFor is not { } id) return false;
        if (board.FindOpen(id) is not { } job)
        {
            member.KeptFor = null;
            return false;
        }

        if (member.IsVacant) Send(member, job, room: 1, idle: 1);
        return true;
    }

    private void Send(Member member, BoardEntry job, int room, int idle)
    {
        var isVacant = member.IsVacant;
        member.Offer(job, room);
        job.Actor.Tell(new Offer(member.Id, member.Hello.Host, room, idle, roster.AtOnce(job.Demand), isVacant));
    }
}
