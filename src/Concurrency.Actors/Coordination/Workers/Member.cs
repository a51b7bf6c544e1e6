using Akka.Actor;
using Concurrency.Actors.Coordination.Register;
using Concurrency.Actors.Protocol;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.JobProtocol;

namespace Concurrency.Actors.Coordination.Workers;

/// <summary>One worker as the coordinator knows it: what it can do, what it has, and how much more it has room for.</summary>
internal sealed class Member(WorkerProtocol.Hello hello, int prefetchLimit)
{
    /// <summary>
    /// Chunks that take so many times longer than the way here and back are not held ready: a slot loses 2 % of its time between two of them,
    /// but no other job's chunk ever waits behind one.
    /// </summary>
    private const double LongChunk = 50;

    private readonly Dictionary<JobId, (Demand Demand, int Room, double Estimate)> _offers = [];
    private readonly Dictionary<SlotKind, SlotQueue> _queues = new()
    {
        [SlotKind.Cpu] = new(hello.Slots.Cpu),
        [SlotKind.Io] = new(hello.Slots.Io),
    };

    private IActorRef? _actor;
    private int _isolated;
    private JobId? _offeredVacant;

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

    /// <summary>Unanswered leases; of one kind, in the order granted.</summary>
    public IEnumerable<Outstanding> Leases => _queues.Values.SelectMany(queue => queue.Leases);

    /// <summary>It has no lease, and none is promised.</summary>
    public bool IsVacant => _offers.Count == 0 && _queues.Values.All(queue => queue.Leases.Count == 0);

    /// <summary>A lease has it to itself, or may come to have.</summary>
    public bool IsTaken => _isolated > 0 || _offeredVacant is not null;

    /// <summary>A job for which it becomes vacant: it gets no lease before it is, and then one of that job.</summary>
    public JobId? KeptFor { get; set; }

    public bool Runs(Demand demand) =>
        Hello.Kernels.TryGetValue(demand.Workload, out var version) && string.Equals(version, demand.KernelVersion, StringComparison.Ordinal);

    /// <summary>Notes a lease that the worker has.</summary>
    /// <param name="expected">How long it will run, in seconds.</param>
    /// <param name="isIsolated">It has the worker to itself.</param>
    /// <returns>The lease; null when it is here already.</returns>
    public Outstanding? Add(BoardEntry job, LeaseId id, double expected, bool isIsolated, double now)
    {
        var (demand, queue) = (job.Demand, _queues[job.Demand.Kind]);
        if (queue.Contains(id)) return null;
        var slots = isIsolated ? queue.Slots : demand.Share;
        var lease = new Outstanding(job.Id, id, demand, job.Account, slots, slots * expected, Hello.Number, isIsolated);
        queue.Add(lease, now);
        if (isIsolated) _isolated++;
        return lease;
    }

    /// <returns>The lease, or null when it is not here.</returns>
    public Outstanding? Remove(LeaseId id, double now)
    {
        var lease = _queues[SlotKind.Cpu].Remove(id, now) ?? _queues[SlotKind.Io].Remove(id, now);
        if (lease is { IsIsolated: true }) _isolated--;
        return lease;
    }

    /// <summary>Leases that the worker should have had when it said its last Hello, the second since they were sent, and did not name.</summary>
    public IReadOnlyList<Outstanding> Missing(IReadOnlyList<WorkerProtocol.HeldLease> held)
    {
        var leases = held.Select(lease => lease.Lease).ToHashSet();
        return [.. Leases.Where(lease => lease.LastHello + 2 <= Hello.Number && !leases.Contains(lease.Lease))];
    }

    /// <summary>Leases of the job that would begin at once.</summary>
    public int Idle(BoardEntry job)
    {
        var free = _queues[job.Demand.Kind].Free;
        foreach (var (demand, room, _) in _offers.Values)
        {
            if (demand.Kind == job.Demand.Kind) free -= room * demand.Share;
        }

        return Math.Max(0, (int)Math.Floor((free + Demand.Rounding) * job.Demand.ChunksPerSlot));
    }

    /// <summary>
    /// Leases of the job that are to wait for a slot, beside those that do: as many as keep the slots busy for twice the way here and back.
    /// </summary>
    public int Ahead(BoardEntry job)
    {
        var (demand, queue) = (job.Demand, _queues[job.Demand.Kind]);
        var (waiting, estimate) = (queue.Waiting, queue.WaitingEstimate);
        foreach (var (other, room, expected) in _offers.Values)
        {
            if (other.Kind == demand.Kind) (waiting, estimate) = (waiting + room, estimate + expected);
        }

        var isFirst = waiting == 0 ? 1 : 0;
        if (job.Account.Chunks.Seconds is not { } seconds || Hello.RoundTrip <= TimeSpan.Zero) return isFirst;
        var roundTrip = Hello.RoundTrip.TotalSeconds;
        if (seconds >= LongChunk * roundTrip) return 0;
        var more = (2 * roundTrip * queue.Slots - estimate) / Math.Max(seconds * demand.Share, 1e-7);
        return (int)Math.Clamp(Math.Ceiling(more), isFirst, Math.Max(isFirst, prefetchLimit - waiting));
    }

    /// <summary>Notes that the job was offered so much room; of a vacant worker, all of it.</summary>
    public void Offer(BoardEntry job, int room)
    {
        if (IsVacant) _offeredVacant = job.Id;
        _offers.Add(job.Id, (job.Demand, room, room * job.Demand.Share * (job.Account.Chunks.Seconds ?? 0)));
    }

    public bool IsOffered(JobId job) => _offers.ContainsKey(job);

    /// <summary>The job has answered, or never will; false when no offer was out to it.</summary>
    public bool Answered(JobId job)
    {
        if (_offeredVacant == job) _offeredVacant = null;
        return _offers.Remove(job);
    }

    public PeerProtocol.WorkerSummary ToSummary(DateTimeOffset now) => new(
        Id.Name,
        Hello.Host,
        Address is { Host: { } host, Port: { } port } ? $"{host}:{port}" : "",
        Hello.Release,
        Hello.Slots.Cpu,
        Hello.Slots.Io,
        Leases.Count(),
        Hello.IsDraining,
        now - HeardAt);
}
