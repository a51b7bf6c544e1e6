using Concurrency.Actors.Protocol;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;

namespace Concurrency.Actors.Coordination;

/// <summary>What was ordered: the job as its driver described it, and the workload that it is of.</summary>
internal sealed record JobOrder(JobId Id, DriverProtocol.JobSpec Spec, IWorkload Workload)
{
    /// <summary>The order as the worker of a lease needs to know it.</summary>
    public WorkerProtocol.Lend ToLend(Lease lease, JobInput input) => new(
        Id,
        lease.Id,
        lease.Attempt,
        lease.Range,
        Workload.Name,
        Workload.KernelVersion,
        Spec.Parameters,
        input.Items,
        input.Slice(lease.Range),
        lease.Note);

    /// <summary>What the job needs of its workers.</summary>
    public JobProtocol.Demand ToDemand(WorkloadTraits traits) => new(Workload.Name, Workload.KernelVersion, traits.Slot, traits.ChunksPerSlot);
}
