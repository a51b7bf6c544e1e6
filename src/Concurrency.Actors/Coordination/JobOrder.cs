using Akka.Actor;
using Concurrency.Actors.Protocol;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;

namespace Concurrency.Actors.Coordination;

/// <summary>What was ordered: the job as its driver described it, and the workload that it is of.</summary>
internal sealed record JobOrder(JobId Id, DriverProtocol.JobSpec Spec, IActorRef Listener, IWorkload Workload)
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

    public JobProtocol.WorkReady ToWorkReady(SlotKind kind) => new(Id, kind, Workload.Name, Workload.KernelVersion);
}
