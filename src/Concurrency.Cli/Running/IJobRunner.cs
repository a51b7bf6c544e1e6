using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Runs one job to its end, of whatever workload.</summary>
internal interface IJobRunner : IAsyncDisposable
{
    /// <param name="begun">Told once, when the job runs and can be cancelled.</param>
    /// <param name="progress">Told some ten times a second how far the job is, from any thread.</param>
    /// <param name="cancelled">Ends the job with the status cancelled.</param>
    /// <returns>The report of its end.</returns>
    /// <exception cref="BadJobException">There is no such job.</exception>
    Task<JobReport> RunAsync(JobSpec spec, Action begun, Action<JobReport> progress, CancellationToken cancelled);
}
