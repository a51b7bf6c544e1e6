using Concurrency.Actors.Protocol;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>What was ordered: the job as its driver described it, and the workload that it is of.</summary>
/// <param name="Request">By which the driver ordered it.</param>
/// <param name="Key">The user's name for it, or null.</param>
/// <param name="Submitted">By the clock on the wall.</param>
internal sealed record JobOrder(JobId Id, JobSpec Spec, IWorkload Workload, string Request, string? Key, DateTimeOffset Submitted)
{
    /// <summary>The line about a job of which nothing more is known.</summary>
    public JobSummary Summary => new(
        Id,
        Workload.Name,
        Key,
        Spec.Priority,
        Submitted,
        JobStatus.Running,
        TakesInput: true,
        WaitsForReader: false,
        Units: 0,
        UnitsDone: 0,
        FailedUnits: 0,
        Chunks: 0,
        Retries: 0,
        TimeSpan.Zero,
        Rows: 0,
        RowsKept: 0);

    /// <summary>That of the workload when the job was committed; no other may run it.</summary>
    public string KernelVersion { get; init; } = "";

    /// <summary>The order as the worker of a lease needs to know it.</summary>
    /// <param name="jobItems">How many input items the whole job has.</param>
    /// <param name="items">Those of the lease.</param>
    public WorkerProtocol.Lend ToLend(Lease lease, long jobItems, IReadOnlyList<Payload> items) => new(
        Id,
        lease.Id,
        lease.Attempt,
        lease.Range,
        Workload.Name,
        KernelVersion,
        Spec.Parameters,
        jobItems,
        items,
        lease.Note);

    /// <summary>What the job needs of its workers.</summary>
    public JobProtocol.Demand ToDemand(WorkloadTraits traits) => new(Workload.Name, KernelVersion, traits.Slot, traits.ChunksPerSlot);
}
