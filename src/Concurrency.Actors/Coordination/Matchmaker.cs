using Akka.Actor;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.JobProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>Offers the room that workers have to the jobs whose turn it is.</summary>
internal sealed class Matchmaker(Roster roster, JobBoard board)
{
    private static readonly SlotKind[] Kinds = [SlotKind.Cpu, SlotKind.Io];

    public void OfferAll(Member member)
    {
        foreach (var kind in Kinds) Offer(member, kind);
    }

    public void Offer(Member member, SlotKind kind)
    {
        if (board.Next(member, kind) is not var (job, entry) || member.Room(entry.Demand) is not (> 0 and var room)) return;
        var (idle, atOnce) = (member.Idle(entry.Demand), roster.Slots(kind) * entry.Demand.ChunksPerSlot);
        // One offer at a time to each job: what room comes up meanwhile is offered when the answer is there.
        if (member.Offer(job, entry.Demand, room)) entry.Actor.Tell(new Offer(member.Id, member.Hello.Host, room, idle, atOnce));
    }
}
