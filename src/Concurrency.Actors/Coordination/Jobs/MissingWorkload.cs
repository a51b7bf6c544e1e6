using Concurrency.Core;
using Concurrency.Core.Contract;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>Stands for the workload of a stored job that this release does not have.</summary>
/// <param name="sentence">Says so.</param>
internal sealed class MissingWorkload(string name, string sentence) : IWorkload
{
    public string Name => name;

    public string KernelVersion => "";

    public IJobPlan Open(Payload parameters, long items) => throw new BadJobException(sentence);
}
