using Concurrency.Core;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Runs one job to its end, of whatever workload.</summary>
internal interface IJobRunner : IAsyncDisposable
{
    /// <summary>What processes that it started, and that are there, have taken of processors.</summary>
    TimeSpan ProcessorTimeElsewhere => TimeSpan.Zero;

    /// <param name="items">One input item a unit; none for a workload without input.</param>
    /// <param name="cancelled">Ends the job with the status cancelled.</param>
    /// <returns>The report of its end, when the listener has had every row.</returns>
    /// <exception cref="BadJobException">There is no such job.</exception>
    Task<JobReport> RunAsync(JobSpec spec, IReadOnlyList<Payload> items, JobListener listener, CancellationToken cancelled);
}
