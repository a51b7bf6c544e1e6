using Concurrency.Core;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>A job as a verb wants it run.</summary>
internal sealed record JobRequest(IWorkload Workload, JobSpec Spec, IJobOutput Output)
{
    /// <summary>One input item a unit; none for a workload without input.</summary>
    public IReadOnlyList<Payload> Items { get; init; } = [];

    /// <summary>Is let have the runner before, so that code is compiled when the job begins; null for no rehearsal.</summary>
    public Func<IJobRunner, Task>? Rehearsal { get; init; }
}
