using Akka.Actor;
using Concurrency.Actors.Protocol;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.JobProtocol;

namespace Concurrency.Actors.Coordination.Workers;

/// <summary>The workers that are here.</summary>
internal sealed class Roster(int prefetchLimit)
{
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);

    // Asked for with every offer, and the same until somebody comes or goes.
    private readonly Dictionary<Demand, int> _atOnce = [];

    public IReadOnlyCollection<Member> Members => _members.Values;

    /// <summary>How many chunks of such a job all workers that can run them can run at once.</summary>
    public int AtOnce(Demand demand)
    {
        if (!_atOnce.TryGetValue(demand, out var chunks))
        {
            chunks = demand.ChunksPerSlot * _members.Values.Where(member => member.Runs(demand)).Sum(member => member.Hello.Slots.Of(demand.Kind));
            _atOnce.Add(demand, chunks);
        }

        return chunks;
    }

    /// <summary>Whether a worker becomes vacant for the job.</summary>
    public bool IsKeptFor(JobId job) => _members.Values.Any(member => member.KeptFor == job && !member.Hello.IsDraining);

    /// <summary>The worker of this very incarnation, or null.</summary>
    public Member? Find(WorkerId worker) => _members.GetValueOrDefault(worker.Name) is { } member && member.Id == worker ? member : null;

    /// <summary>The worker of that name, or null.</summary>
    public Member? Find(string name) => _members.GetValueOrDefault(name);

    /// <summary>Workers in the order of their names, as many as fit a message.</summary>
    /// <param name="after">The last name of the page before.</param>
    public PeerProtocol.WorkerPage PageAfter(string after, DateTimeOffset now)
    {
        const int most = 100;
        var rest = _members.Values.Where(member => string.CompareOrdinal(member.Id.Name, after) > 0).OrderBy(member => member.Id.Name, StringComparer.Ordinal).ToList();
        return new([.. rest.Take(most).Select(member => member.ToSummary(now))], rest.Count <= most);
    }

    /// <summary>Another incarnation under the same name, whose leases are lost, or null.</summary>
    public Member? Predecessor(WorkerId worker) =>
        _members.GetValueOrDefault(worker.Name) is { } member && member.Id != worker ? member : null;

    /// <param name="actor">Who said it.</param>
    /// <param name="lineTo">Makes a line to a worker that has none yet.</param>
    public Member Greet(WorkerProtocol.Hello hello, IActorRef actor, Func<IActorRef, IActorRef> lineTo, DateTimeOffset now)
    {
        if (Find(hello.Worker) is not { } member)
        {
            _members[hello.Worker.Name] = member = new(hello, prefetchLimit);
            _atOnce.Clear();
        }

        (member.Hello, member.HeardAt) = (hello, now);
        member.Connect(actor, lineTo);
        return member;
    }

    public void Remove(Member member)
    {
        _members.Remove(member.Id.Name);
        _atOnce.Clear();
    }
}
