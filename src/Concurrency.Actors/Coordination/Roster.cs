using Akka.Actor;
using Concurrency.Actors.Protocol;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Coordination;

/// <summary>A lease that was sent to a worker and that the worker has not answered.</summary>
/// <param name="LastHello">The number of the worker's last Hello before the lease was sent.</param>
internal sealed record Outstanding(JobId Job, LeaseId Lease, SlotKind Kind, long LastHello);

/// <summary>One worker as the coordinator knows it: what it can do, what it has, and how much more it has room for.</summary>
internal sealed class Member(WorkerProtocol.Hello hello, IActorRef actor, int prefetchLimit)
{
    /// <summary>How much the latest chunk weighs in the mean length of a chunk.</summary>
    private const double Fresh = 0.2;

    private readonly LinkedList<Outstanding> _inOrder = [];
    private readonly Dictionary<LeaseId, LinkedListNode<Outstanding>> _outstanding = [];
    private readonly Dictionary<SlotKind, int> _count = new() { [SlotKind.Cpu] = 0, [SlotKind.Io] = 0 };
    private readonly Dictionary<JobId, (SlotKind Kind, int Room)> _offers = [];
    private readonly Dictionary<SlotKind, double> _chunkSeconds = [];

    public WorkerProtocol.Hello Hello { get; set; } = hello;

    public IActorRef Actor { get; set; } = actor;

    public DateTimeOffset HeardAt { get; set; }

    public WorkerId Id => Hello.Worker;

    /// <summary>Unanswered leases in the order granted, in which the worker begins them.</summary>
    public IEnumerable<Outstanding> Leases => _inOrder;

    public bool Runs(string workload, string kernelVersion) =>
        Hello.Kernels.TryGetValue(workload, out var version) && string.Equals(version, kernelVersion, StringComparison.Ordinal);

    public void Add(JobId job, LeaseId lease, SlotKind kind)
    {
        if (_outstanding.ContainsKey(lease)) return;
        _outstanding.Add(lease, _inOrder.AddLast(new Outstanding(job, lease, kind, Hello.Number)));
        _count[kind]++;
    }

    public void Remove(LeaseId lease)
    {
        if (!_outstanding.Remove(lease, out var node)) return;
        _inOrder.Remove(node);
        _count[node.Value.Kind]--;
    }

    /// <summary>Leases that the worker should have had when it said its last Hello, the second since they were sent, and did not name.</summary>
    public IReadOnlyList<Outstanding> Missing()
    {
        var held = Hello.Held.Select(lease => lease.Lease).ToHashSet();
        return [.. _inOrder.Where(lease => lease.LastHello + 2 <= Hello.Number && !held.Contains(lease.Lease))];
    }

    /// <summary>A chunk took so long: the shorter chunks are, the more are held ready to cover the way here and back.</summary>
    public void Ran(SlotKind kind, TimeSpan elapsed)
    {
        var mean = _chunkSeconds.GetValueOrDefault(kind, elapsed.TotalSeconds);
        _chunkSeconds[kind] = mean + Fresh * (elapsed.TotalSeconds - mean);
    }

    /// <summary>Leases that can be sent now: the slots and a small prefetch, less what is out and what was offered.</summary>
    public int Room(SlotKind kind)
    {
        var slots = Hello.Slots.Of(kind);
        return slots == 0 ? 0 : Math.Max(0, slots + Prefetch(kind) - _count[kind] - Offered(kind));
    }

    /// <summary>Of the room, the leases that a slot would begin at once.</summary>
    public int Idle(SlotKind kind) => Math.Max(0, Hello.Slots.Of(kind) - _count[kind] - Offered(kind));

    /// <summary>Notes that the job was offered so much room; false when an offer is out to it already.</summary>
    public bool Offer(JobId job, SlotKind kind, int room) => _offers.TryAdd(job, (kind, room));

    /// <summary>The job has answered, or never will; false when no offer was out to it.</summary>
    public bool Answered(JobId job) => _offers.Remove(job);

    private int Offered(SlotKind kind)
    {
        var offered = 0;
        foreach (var offer in _offers.Values)
        {
            if (offer.Kind == kind) offered += offer.Room;
        }

        return offered;
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

    /// <summary>Another incarnation under the same name, whose leases are lost, or null.</summary>
    public Member? Predecessor(WorkerId worker) =>
        _members.GetValueOrDefault(worker.Name) is { } member && member.Id != worker ? member : null;

    public Member Greet(WorkerProtocol.Hello hello, IActorRef actor, DateTimeOffset now)
    {
        if (Find(hello.Worker) is not { } member) _members[hello.Worker.Name] = member = new(hello, actor, prefetchLimit);
        (member.Hello, member.Actor, member.HeardAt) = (hello, actor, now);
        return member;
    }

    public void Remove(Member member) => _members.Remove(member.Id.Name);

    /// <summary>
    /// The leases of a worker that is gone, and which of them count as started: leases are begun in the order granted, so it is the
    /// first ones, as many as there are slots of their kind, whatever the worker last said.
    /// </summary>
    public static IEnumerable<(Outstanding Lease, bool Started)> Estate(Member member)
    {
        var begun = new Dictionary<SlotKind, int> { [SlotKind.Cpu] = 0, [SlotKind.Io] = 0 };
        foreach (var lease in member.Leases) yield return (lease, ++begun[lease.Kind] <= member.Hello.Slots.Of(lease.Kind));
    }
}
