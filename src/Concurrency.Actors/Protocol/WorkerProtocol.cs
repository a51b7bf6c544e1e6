using Akka.Actor;
using Concurrency.Actors.Wire;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;

namespace Concurrency.Actors.Protocol;

/// <summary>
/// What a worker and the coordinator say to each other. The worker talks first and again every second; leases flow to it as it has
/// room; every result is kept by the worker and sent again until it is settled.
/// </summary>
public static class WorkerProtocol
{
    /// <summary>Slots of each kind that a worker has, from none to <see cref="Most"/>.</summary>
    public sealed record Slots(int Cpu, int Io)
    {
        public const int Most = 10_000;

        public int Of(SlotKind kind) => kind == SlotKind.Cpu ? Cpu : Io;
    }

    /// <summary>A lease as its worker knows it.</summary>
    public sealed record HeldLease(JobId Job, LeaseId Lease, UnitRange Range);

    /// <summary>Worker to coordinator: I am here, I can run these kernels, and I hold these leases, the oldest first.</summary>
    /// <param name="Number">Counts the Hellos of this incarnation from 1; the Welcome repeats it.</param>
    /// <param name="RoundTrip">How long the last Welcome took to come; zero when there was none yet.</param>
    /// <param name="Kernels">Kernel versions by name of workload.</param>
    /// <param name="Held">At most <see cref="LeasesAPart"/>; what is beyond went ahead in parts.</param>
    /// <param name="HeldInAll">How many leases the worker holds, those in parts included.</param>
    /// <param name="Release">The release of its program, for people.</param>
    /// <param name="IsDraining">No more leases, please.</param>
    public sealed record Hello(
        WorkerId Worker,
        string Host,
        long Number,
        TimeSpan RoundTrip,
        Slots Slots,
        IReadOnlyDictionary<string, string> Kernels,
        IReadOnlyList<HeldLease> Held,
        int HeldInAll,
        string Release,
        bool IsDraining) : IWireMessage;

    /// <summary>So many leases fit one message, however long the names of their jobs are.</summary>
    public const int LeasesAPart = 500;

    /// <summary>Worker to coordinator, ahead of the Hello of that number: I hold these leases too.</summary>
    public sealed record AlsoHeld(WorkerId Worker, long Number, IReadOnlyList<HeldLease> Held) : IWireMessage;

    /// <summary>Coordinator to worker: I know you.</summary>
    public sealed record Welcome(long Number) : IWireMessage;

    /// <summary>Coordinator to worker: this range is yours to run.</summary>
    /// <param name="Items">One input item a unit of the range, or none.</param>
    /// <param name="JobItems">How many input items the whole job has.</param>
    public sealed record Lend(
        JobId Job,
        LeaseId Lease,
        int Attempt,
        UnitRange Range,
        string Workload,
        string KernelVersion,
        Payload Parameters,
        long JobItems,
        IReadOnlyList<Payload> Items,
        Payload Note) : IWireMessage;

    /// <summary>Coordinator to worker: nobody needs this lease any more; stop, and say so with <see cref="Returned"/>.</summary>
    public sealed record Revoke(JobId Job, LeaseId Lease) : IWireMessage;

    /// <summary>Coordinator to worker: give back what has not begun, finish what has, and end.</summary>
    public sealed record Drain : IWireMessage;

    /// <summary>Published in the worker's own process when it was told to drain and has nothing left.</summary>
    internal sealed record Drained : INoSerializationVerificationNeeded;

    /// <summary>Coordinator to worker: the outcome is taken care of; forget it.</summary>
    public sealed record Settled(JobId Job, LeaseId Lease) : IWireMessage;

    /// <summary>Several messages in one, in their order: between processes a message costs far more than what is in it.</summary>
    public sealed record Bundle(IReadOnlyList<IWireMessage> Messages) : IWireMessage;

    /// <summary>Worker to coordinator, about one lease.</summary>
    public interface ILeaseReport : IWireMessage
    {
        JobId Job { get; }

        LeaseId Lease { get; }

        WorkerId Worker { get; }
    }

    /// <summary>The run returned. What the output does not hand back is done.</summary>
    public sealed record Done(
        JobId Job, LeaseId Lease, WorkerId Worker, int Attempt, UnitRange Range, ChunkOutput Output, TimeSpan Elapsed) : ILeaseReport;

    /// <summary>The run failed; the reason is one sentence.</summary>
    public sealed record Failed(
        JobId Job, LeaseId Lease, WorkerId Worker, int Attempt, string Reason, TimeSpan Elapsed) : ILeaseReport;

    /// <summary>The run is so far; it renews the lease.</summary>
    public sealed record Progress(JobId Job, LeaseId Lease, WorkerId Worker, int Attempt, long UnitsDone) : ILeaseReport;

    /// <summary>The lease was not run to its end, and nothing of it is left on the worker.</summary>
    public sealed record Returned(JobId Job, LeaseId Lease, WorkerId Worker) : ILeaseReport;
}
