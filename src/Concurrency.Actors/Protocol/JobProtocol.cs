using Akka.Actor;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;

namespace Concurrency.Actors.Protocol;

/// <summary>What the coordinator and its jobs say to each other. They always live in one process, so none of it has a wire format.</summary>
internal static class JobProtocol
{
    /// <summary>Of the same process: not serialized, not even to prove that it could be.</summary>
    internal interface ILocal : INoSerializationVerificationNeeded;

    /// <summary>What a job needs of a worker that runs its chunks.</summary>
    /// <param name="ChunksPerSlot">How many of its chunks share a slot.</param>
    internal sealed record Demand(string Workload, string KernelVersion, SlotKind Kind, int ChunksPerSlot)
    {
        /// <summary>Shares do not always add up to whole slots exactly; less than the smallest share.</summary>
        public const double Rounding = 1e-6;

        /// <summary>What one chunk takes of a slot.</summary>
        public double Share => 1.0 / ChunksPerSlot;
    }

    /// <summary>Coordinator to job: this worker has room for so many leases, and so many of them would run at once.</summary>
    /// <param name="AtOnce">How many chunks of the job all workers together can run at once.</param>
    /// <param name="IsVacant">The worker has nothing else, so that one lease may have it to itself.</param>
    internal sealed record Offer(WorkerId Worker, string Host, int Room, int Idle, int AtOnce, bool IsVacant) : ILocal;

    /// <summary>Job to coordinator, the answer to every offer: these, perhaps none.</summary>
    /// <param name="Offered">The room of the offer.</param>
    /// <param name="IsIsolated">There is one lease, and it is to have the worker to itself.</param>
    /// <param name="NeedsVacant">There is a lease for the worker that it may only have when it has nothing else.</param>
    internal sealed record Granted(
        JobId Job, WorkerId Worker, int Offered, IReadOnlyList<WorkerProtocol.Lend> Leases, bool IsIsolated, bool NeedsVacant) : ILocal;

    /// <summary>Job to coordinator: there may be something to lease again.</summary>
    internal sealed record WorkReady(JobId Job, Demand Demand) : ILocal;

    /// <summary>Job to coordinator: nobody needs these leases any more.</summary>
    internal sealed record Unneeded(JobId Job, IReadOnlyList<Lease> Leases) : ILocal;

    /// <summary>Job to coordinator: how the job is. At once when it has begun, is over, or runs again; else within <c>driver.progress-interval</c>.</summary>
    /// <param name="Kept">Bytes of its rows, and, when it is over, of its input.</param>
    /// <param name="Spare">Bytes of them that could be dropped.</param>
    /// <param name="Stored">Bytes that the job takes in the store, about.</param>
    internal sealed record News(DriverProtocol.JobSummary Summary, long Kept, long Spare, long Stored) : ILocal;

    /// <summary>Job to coordinator: the job is nobody's any more; it only stays to repeat its last answer. May come again.</summary>
    /// <param name="Asker">Whom to answer when nobody knows the job any more.</param>
    internal sealed record Gone(JobId Job, IActorRef Asker, object Answer) : ILocal;

    /// <summary>Job to coordinator, after the <see cref="News"/> of it: a user has had the job run again.</summary>
    /// <param name="Asker">Whom to answer with the report.</param>
    internal sealed record Resumed(IActorRef Asker, DriverProtocol.JobReport Report) : ILocal;

    /// <summary>Job to coordinator: it is back from the store, and hears what is said to it.</summary>
    internal sealed record Ready(JobId Job) : ILocal;

    /// <summary>Job to coordinator: its stream cannot be written or read, or can be again.</summary>
    /// <param name="Fault">Null when it can.</param>
    internal sealed record StoreNews(JobId Job, Exception? Fault) : ILocal;

    /// <summary>Job to coordinator, and its last word: what it has decided cannot be stored, however often that is tried. What is stored of it stays.</summary>
    internal sealed record Unstorable(JobId Job, string Reason) : ILocal;

    /// <summary>Job to coordinator: its stream is another coordinator's.</summary>
    internal sealed record Superseded : ILocal
    {
        public static Superseded Instance { get; } = new();
    }

    /// <summary>Published by a coordinator on the EventStream of its process: its jobs are another's, and it does nothing any more.</summary>
    internal sealed record Deposed : ILocal
    {
        public static Deposed Instance { get; } = new();
    }

    /// <summary>Coordinator to job: drop what can be dropped, until so many bytes are kept.</summary>
    internal sealed record KeepAtMost(long Bytes) : ILocal;

    /// <summary>Coordinator to job: so many bytes of rows may wait for somebody to read them.</summary>
    internal sealed record Allow(long Bytes) : ILocal;

    /// <summary>Coordinator to job: a worker is gone, with these leases.</summary>
    /// <param name="Begun">Those that it may have begun.</param>
    /// <param name="Waiting">Those that it had not.</param>
    internal sealed record Lost(IReadOnlyList<LeaseId> Begun, IReadOnlyList<LeaseId> Waiting, string Reason) : ILocal;

    /// <summary>Coordinator to job: the worker has these leases of yours. Those that are refused come back as <see cref="Unneeded"/>.</summary>
    internal sealed record Held(WorkerId Worker, IReadOnlyList<(LeaseId Lease, UnitRange Range)> Leases) : ILocal;

    /// <summary>Coordinator to job: the worker does not have the lease; it, or its answer, was lost on the way.</summary>
    internal sealed record NotHeld(LeaseId Lease) : ILocal;

    /// <summary>Coordinator to job that is back: from now on workers are heard, and say what they hold of it.</summary>
    internal sealed record WorkersHeard : ILocal
    {
        public static WorkersHeard Instance { get; } = new();
    }

    /// <summary>Coordinator to job: look at the leases. The coordinator was away for so long, which is to count against nobody.</summary>
    internal sealed record Look(TimeSpan Away) : ILocal;

    /// <summary>Job to itself: something that had to wait may be leased now.</summary>
    internal sealed record Wake : ILocal
    {
        public static Wake Instance { get; } = new();
    }

    /// <summary>Job to itself: it is time for whoever waits to hear of progress.</summary>
    internal sealed record TellNews : ILocal
    {
        public static TellNews Instance { get; } = new();
    }

    /// <summary>Job to itself: a reader may have been silent for too long.</summary>
    internal sealed record Lapse : ILocal
    {
        public static Lapse Instance { get; } = new();
    }

    /// <summary>Job to itself: nobody will come any more.</summary>
    internal sealed record GiveUp : ILocal
    {
        public static GiveUp Instance { get; } = new();
    }

    /// <summary>Coordinator to itself: the connection to this worker broke a moment ago; is it back?</summary>
    internal sealed record LookAt(WorkerId Worker) : ILocal;

    /// <summary>Coordinator to itself: it is time to look at workers and leases.</summary>
    internal sealed record LookAround : ILocal
    {
        public static LookAround Instance { get; } = new();
    }

    /// <summary>Coordinator to itself: it is time to begin a job again that did not come back from the store.</summary>
    internal sealed record StartAgain(JobId Job) : ILocal;

    /// <summary>Coordinator to itself: it is time to read the register again.</summary>
    internal sealed record ReadAgain : ILocal
    {
        public static ReadAgain Instance { get; } = new();
    }

    /// <summary>To the coordinator: the stream of a forgotten job is erased.</summary>
    internal sealed record Erased(JobId Job) : ILocal;

    /// <summary>From the coordinator: erase the stream of a forgotten job.</summary>
    internal sealed record Erase(JobId Job) : ILocal;
}
