using Concurrency.Core;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>A job as a verb wants it run.</summary>
internal sealed record JobRequest(IWorkload Workload, JobSpec Spec, Quantity Quantity)
{
    /// <summary>One input item a unit; none for a workload without input.</summary>
    public IReadOnlyList<Payload> Items { get; init; } = [];

    /// <summary>What the verb makes of the rows; null for a job without any.</summary>
    public IRowReader? Rows { get; init; }

    /// <summary>A small job of the same kind to be run before, of which nobody hears: so that code is compiled when the job begins.</summary>
    public JobRequest? Rehearsal { get; init; }
}
