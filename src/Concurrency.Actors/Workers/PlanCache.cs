using Concurrency.Actors.Protocol;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Workers;

/// <summary>The plans of the jobs that a worker runs, so that parameters are read once a job and not once a chunk.</summary>
internal sealed class PlanCache(WorkloadCatalog catalog)
{
    /// <summary>Jobs that a worker alternates between; more only cost the reading again.</summary>
    private const int Size = 16;

    private readonly Dictionary<JobId, IJobPlan> _plans = [];
    private readonly Queue<JobId> _oldest = new();

    /// <exception cref="BadJobException">This worker cannot run the job; the message says why.</exception>
    public IJobPlan PlanOf(WorkerProtocol.Lend lend)
    {
        if (_plans.TryGetValue(lend.Job, out var plan)) return plan;
        var workload = catalog.Find(lend.Workload);
        if (!string.Equals(workload.KernelVersion, lend.KernelVersion, StringComparison.Ordinal))
        {
            throw new BadJobException(
                $"The job needs kernel {lend.KernelVersion} of {lend.Workload}, and this worker has {workload.KernelVersion}.");
        }

        plan = workload.Open(lend.Parameters, lend.JobItems);
        if (_oldest.Count == Size) _plans.Remove(_oldest.Dequeue());
        _oldest.Enqueue(lend.Job);
        return _plans[lend.Job] = plan;
    }
}
