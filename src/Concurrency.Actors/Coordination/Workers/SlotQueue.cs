using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.JobProtocol;

namespace Concurrency.Actors.Coordination.Workers;

/// <summary>A lease that was sent to a worker and that the worker has not answered. Times are in seconds, from any time on.</summary>
/// <param name="Account">That of the job, which the lease is charged to.</param>
/// <param name="Slots">What it takes of the worker's slots.</param>
/// <param name="Estimate">The slot-seconds that it is expected to take; zero when nobody knows.</param>
/// <param name="LastHello">The number of the worker's last Hello before the lease was sent.</param>
/// <param name="IsIsolated">It has the worker to itself.</param>
internal sealed record Outstanding(
    JobId Job, LeaseId Lease, Demand Demand, Account Account, double Slots, double Estimate, long LastHello, bool IsIsolated)
{
    /// <summary>When the worker may have begun it, and so is taken to have; null as long as it waits for a slot.</summary>
    public double? BegunAt { get; private set; }

    public void Begin(double now)
    {
        BegunAt = now;
        Account.Begin(this, now);
    }
}

/// <summary>
/// The leases of one kind that a worker has, in the order granted, in which it begins them as slots come free: so the first ones, as many
/// as the slots hold, are those that may have begun, whatever the worker last said.
/// </summary>
internal sealed class SlotQueue(int slots)
{
    private readonly LinkedList<Outstanding> _inOrder = [];
    private readonly Dictionary<LeaseId, LinkedListNode<Outstanding>> _nodes = [];
    private LinkedListNode<Outstanding>? _firstWaiting;
    private double _begun;
    private double _waiting;

    public int Slots => slots;

    public IReadOnlyCollection<Outstanding> Leases => _inOrder;

    /// <summary>Slots that nothing has; below zero when leases wait for one.</summary>
    public double Free => slots - _begun - _waiting;

    /// <summary>How many leases wait for a slot.</summary>
    public int Waiting { get; private set; }

    /// <summary>Slot-seconds that those are expected to take.</summary>
    public double WaitingEstimate { get; private set; }

    public bool Contains(LeaseId id) => _nodes.ContainsKey(id);

    public void Add(Outstanding lease, double now)
    {
        var node = _inOrder.AddLast(lease);
        _nodes.Add(lease.Lease, node);
        _firstWaiting ??= node;
        CountWaiting(lease, 1);
        BeginWhatFits(now);
    }

    /// <returns>The lease, or null when it is not here.</returns>
    public Outstanding? Remove(LeaseId id, double now)
    {
        if (!_nodes.Remove(id, out var node)) return null;
        if (node == _firstWaiting) _firstWaiting = node.Next;
        if (node.Value.BegunAt is null) CountWaiting(node.Value, -1);
        else _begun -= node.Value.Slots;
        _inOrder.Remove(node);
        // Sums of shares that come and go are not exact for ever.
        if (_inOrder.Count == 0) (_begun, _waiting, WaitingEstimate) = (0, 0, 0);
        BeginWhatFits(now);
        return node.Value;
    }

    private void BeginWhatFits(double now)
    {
        for (; _firstWaiting is { Value: var next } && _begun + next.Slots <= slots + Demand.Rounding; _firstWaiting = _firstWaiting.Next)
        {
            CountWaiting(next, -1);
            _begun += next.Slots;
            next.Begin(now);
        }
    }

    private void CountWaiting(Outstanding lease, int more)
    {
        Waiting += more;
        WaitingEstimate += more * lease.Estimate;
        _waiting += more * lease.Slots;
    }
}
