using Concurrency.Actors.Protocol;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Workers;

/// <summary>
/// The leases of one worker: those that wait, in the order granted; those that run, each in a slot; and those whose outcome was sent
/// and not settled yet. It decides; the worker acts.
/// </summary>
internal sealed class LeaseDesk(WorkerProtocol.Slots slots)
{
    private readonly Dictionary<LeaseId, Entry> _entries = [];
    private readonly LinkedList<Entry> _inOrder = [];
    private readonly Dictionary<SlotKind, LinkedList<Entry>> _waiting = new()
    {
        [SlotKind.Cpu] = [],
        [SlotKind.Io] = [],
    };

    private readonly Dictionary<SlotKind, SlotLoad> _slots = new()
    {
        [SlotKind.Cpu] = new(slots.Cpu),
        [SlotKind.Io] = new(slots.Io),
    };

    /// <summary>Everything that the worker holds, the oldest first.</summary>
    public IEnumerable<Entry> All => _inOrder;

    public IEnumerable<Entry> Running => _inOrder.Where(entry => entry.Chunk is not null);

    /// <summary>How many leases have not begun.</summary>
    public int WaitingCount => _waiting.Values.Sum(waiting => waiting.Count);

    /// <summary>Leases that have not begun.</summary>
    public IEnumerable<Entry> Waiting => _inOrder.Where(entry => entry.Waiting is not null);

    /// <summary>Asks every run to stop.</summary>
    public void StopAll()
    {
        foreach (var entry in Running) entry.Stop();
    }

    public Entry? Find(LeaseId lease) => _entries.GetValueOrDefault(lease);

    /// <summary>Takes a lease in; false when it is here already.</summary>
    public bool Take(WorkerProtocol.Lend lend, IJobPlan plan)
    {
        var entry = new Entry(lend, plan);
        if (!_entries.TryAdd(lend.Lease, entry)) return false;
        _inOrder.AddLast(entry.Node);
        entry.Waiting = _waiting[entry.Kind].AddLast(entry);
        return true;
    }

    /// <summary>
    /// The next lease that a slot has room to begin, or null. It runs from here on. They begin in the order granted, save that a lease which
    /// waits for a whole slot lets smaller ones by that fit beside it and all others before them: so those that run are always among the
    /// first that the slots can hold, which is what the coordinator goes by when the worker is lost.
    /// </summary>
    public Entry? Begin(SlotKind kind, string worker, CancellationToken stop)
    {
        var load = _slots[kind];
        load.ForgetClaims();
        foreach (var entry in _waiting[kind])
        {
            if (load.TryTake(entry.Share, out var slot))
            {
                _waiting[kind].Remove(entry.Waiting!);
                entry.Begin(slot, worker, stop);
                return entry;
            }

            if (!load.Claim(entry.Share)) return null;
        }

        return null;
    }

    /// <summary>The run is over and its slot is free; the outcome waits to be settled.</summary>
    public Entry? Finish(LeaseId lease, WorkerProtocol.ILeaseReport? outcome)
    {
        if (Find(lease) is not { Chunk: not null } entry) return null;
        _slots[entry.Kind].GiveBack(entry.Slot, entry.Share);
        entry.Finish(outcome);
        if (outcome is null) Forget(lease);
        return entry;
    }

    /// <summary>Nothing of the lease stays here. A run must have been finished before.</summary>
    public void Forget(LeaseId lease)
    {
        if (!_entries.Remove(lease, out var entry)) return;
        _inOrder.Remove(entry.Node);
        entry.Waiting?.List?.Remove(entry.Waiting);
    }

    internal sealed class Entry : IDisposable
    {
        private CancellationTokenSource? _stop;

        public Entry(WorkerProtocol.Lend lend, IJobPlan plan)
        {
            (Lend, Plan) = (lend, plan);
            Node = new(this);
        }

        public WorkerProtocol.Lend Lend { get; }

        public IJobPlan Plan { get; }

        public WorkerProtocol.HeldLease Held => new(Lend.Job, Lend.Lease, Lend.Range);

        public SlotKind Kind => Plan.Traits.Slot;

        /// <summary>What the run takes of its slot.</summary>
        public double Share => 1.0 / Plan.Traits.ChunksPerSlot;

        public int Slot { get; private set; }

        /// <summary>There while the lease runs.</summary>
        public Chunk? Chunk { get; private set; }

        /// <summary>There when the lease has run and its outcome is not settled yet.</summary>
        public WorkerProtocol.ILeaseReport? Outcome { get; private set; }

        /// <summary>How far the run was when that was last told.</summary>
        public long UnitsTold { get; set; }

        public LinkedListNode<Entry> Node { get; }

        public LinkedListNode<Entry>? Waiting { get; set; }

        public void Begin(int slot, string worker, CancellationToken stop)
        {
            (Slot, Waiting) = (slot, null);
            _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Chunk = new(Lend.Range, _stop.Token) { Items = Lend.Items, Note = Lend.Note, Attempt = Lend.Attempt, Worker = worker };
        }

        /// <summary>Asks the run to stop. What it registered with its token is its own code, and runs elsewhere.</summary>
        public void Stop()
        {
            if (_stop is { } stop) _ = stop.CancelAsync().ContinueWith(Finished, stop, TaskScheduler.Default);
            _stop = null;
        }

        private static void Finished(Task cancelling, object? stop)
        {
            _ = cancelling.Exception; // a fault of the run's, seen and of no further interest
            ((CancellationTokenSource)stop!).Dispose();
        }

        public void Finish(WorkerProtocol.ILeaseReport? outcome)
        {
            (Chunk, Outcome) = (null, outcome);
            Dispose();
        }

        public void Dispose()
        {
            _stop?.Dispose();
            _stop = null;
        }
    }
}
