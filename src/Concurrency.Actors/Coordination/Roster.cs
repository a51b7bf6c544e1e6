using Akka.Actor;
using Concurrency.Actors.Protocol;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.JobProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>A lease that was sent to a worker and that the worker has not answered.</summary>
/// <param name="LastHello">The number of the worker's last Hello before the lease was sent.</param>
internal sealed record Outstanding(JobId Job, LeaseId Lease, Demand Demand, long LastHello);

/// <summary>One worker as the coordinator knows it: what it can do, what it has, and how much more it has room for.</summary>
internal sealed class Member(WorkerProtocol.Hello hello, int prefetchLimit)
{
    /// <summary>How much the latest chunk weighs in the mean length of a chunk.</summary>
    private const double Fresh = 0.2;

    private readonly LinkedList<Outstanding> _inOrder = [];
    private IActorRef? _actor;
    private readonly Dictionary<LeaseId, LinkedListNode<Outstanding>> _outstanding = [];
    private readonly Dictionary<JobId, (Demand Demand, int Room)> _offers = [];
    private readonly Dictionary<SlotKind, double> _chunkSeconds = [];

    // In slots, of which a lease may take a share.
    private readonly Dictionary<SlotKind, double> _load = new() { [SlotKind.Cpu] = 0, [SlotKind.Io] = 0 };

    public WorkerProtocol.Hello Hello { get; set; } = hello;

    /// <summary>Where to say something to the worker.</summary>
    public IActorRef Line { get; private set; } = ActorRefs.Nobody;

    /// <summary>What the worker's system goes by; of no place when it is in this process.</summary>
    public Address Address { get; private set; } = Address.AllSystems;

    public DateTimeOffset HeardAt { get; set; }

    public WorkerId Id => Hello.Worker;

    public void Connect(IActorRef actor, Func<IActorRef, IActorRef> lineTo)
    {
        if (actor.Equals(_actor)) return;
        (_actor, Line, Address) = (actor, lineTo(actor), actor.Path.Address);
    }

    /// <summary>Unanswered leases in the order granted, in which the worker begins them.</summary>
    public IEnumerable<Outstanding> Leases => _inOrder;

    public bool Runs(Demand demand) =>
        Hello.Kernels.TryGetValue(demand.Workload, out var version) && string.Equals(version, demand.KernelVersion, StringComparison.Ordinal);

    public void Add(JobId job, LeaseId lease, Demand demand)
    {
        if (_outstanding.ContainsKey(lease)) return;
        _outstanding.Add(lease, _inOrder.AddLast(new Outstanding(job, lease, demand, Hello.Number)));
        _load[demand.Kind] += demand.Share;
    }

    public void Remove(LeaseId lease)
    {
        if (!_outstanding.Remove(lease, out var node)) return;
        _inOrder.Remove(node);
        _load[node.Value.Demand.Kind] -= node.Value.Demand.Share;
    }

    /// <summary>Leases that the worker should have had when it said its last Hello, the second since they were sent, and did not name.</summary>
    public IReadOnlyList<Outstanding> Missing(IReadOnlyList<WorkerProtocol.HeldLease> held)
    {
        var leases = held.Select(lease => lease.Lease).ToHashSet();
        return [.. _inOrder.Where(lease => lease.LastHello + 2 <= Hello.Number && !leases.Contains(lease.Lease))];
    }

    /// <summary>A chunk kept its share of a slot for so long: the shorter chunks are, the more are held ready to cover the way here and back.</summary>
    public void Ran(Demand demand, TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds * demand.Share;
        var mean = _chunkSeconds.GetValueOrDefault(demand.Kind, seconds);
        _chunkSeconds[demand.Kind] = mean + Fresh * (seconds - mean);
    }

    /// <summary>Leases of such a job that can be sent now: the slots and a small prefetch, less what is out and what was offered.</summary>
    public int Room(Demand demand) =>
        Hello.IsDraining || Hello.Slots.Of(demand.Kind) == 0 ? 0 : Math.Max(0, Free(demand) + Prefetch(demand.Kind));

    /// <summary>Of the room, the leases that would begin at once.</summary>
    public int Idle(Demand demand) => Math.Max(0, Free(demand));

    /// <summary>Notes that the job was offered so much room; false when an offer is out to it already.</summary>
    public bool Offer(JobId job, Demand demand, int room) => _offers.TryAdd(job, (demand, room));

    /// <summary>The job has answered, or never will; false when no offer was out to it.</summary>
    public bool Answered(JobId job) => _offers.Remove(job);

    public PeerProtocol.WorkerSummary ToSummary(DateTimeOffset now) => new(
        Id.Name,
        Hello.Host,
        Address is { Host: { } host, Port: { } port } ? $"{host}:{port}" : "",
        Hello.Release,
        Hello.Slots.Cpu,
        Hello.Slots.Io,
        _inOrder.Count,
        Hello.IsDraining,
        now - HeardAt);

    /// <summary>Below zero when leases wait there for a slot.</summary>
    private int Free(Demand demand)
    {
        var free = Hello.Slots.Of(demand.Kind) - _load[demand.Kind];
        foreach (var (other, room) in _offers.Values)
        {
            if (other.Kind == demand.Kind) free -= room * other.Share;
        }

        return (int)Math.Floor((free + Demand.Rounding) * demand.ChunksPerSlot);
    }

    private int Prefetch(SlotKind kind)
    {
        if (!_chunkSeconds.TryGetValue(kind, out var seconds) || Hello.RoundTrip <= TimeSpan.Zero) return 1;
        return (int)Math.Clamp(Math.Ceiling(2 * Hello.RoundTrip.TotalSeconds / Math.Max(seconds, 1e-7)), 1, prefetchLimit);
    }
}

/// <summary>The workers that are here.</summary>
internal sealed class Roster(int prefetchLimit)
{
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Member> Members => _members.Values;

    public int Slots(SlotKind kind) => _members.Values.Sum(member => member.Hello.Slots.Of(kind));

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
        if (Find(hello.Worker) is not { } member) _members[hello.Worker.Name] = member = new(hello, prefetchLimit);
        (member.Hello, member.HeardAt) = (hello, now);
        member.Connect(actor, lineTo);
        return member;
    }

    public void Remove(Member member) => _members.Remove(member.Id.Name);

    /// <summary>
    /// The leases of a worker that is gone, and which of them count as started: leases are begun in the order granted, so it is the
    /// first ones, as many as its slots of their kind hold, whatever the worker last said.
    /// </summary>
    public static IEnumerable<(Outstanding Lease, bool Started)> Estate(Member member)
    {
        var begun = new Dictionary<SlotKind, double> { [SlotKind.Cpu] = 0, [SlotKind.Io] = 0 };
        foreach (var lease in member.Leases)
        {
            var load = begun[lease.Demand.Kind] += lease.Demand.Share;
            yield return (lease, load <= member.Hello.Slots.Of(lease.Demand.Kind) + Demand.Rounding);
        }
    }
}
