using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Actors.Storage;
using Concurrency.Core;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Runs a job with the engine in this process, a thread for each slot.</summary>
/// <param name="data">The folder in which the job is kept; null for in memory alone.</param>
/// <exception cref="BadSettingException">The engine does not start with this configuration.</exception>
/// <exception cref="StoreException">The job cannot be kept there.</exception>
internal sealed class ThreadsRunner(IWorkload workload, int slots, Config configuration, string? data = null) : IJobRunner
{
    private readonly LocalEngine _engine = LocalEngine.Start(new(workload), slots, configuration, data: data);

    public Task<JobReport> RunAsync(JobSpec spec, IReadOnlyList<Payload> items, JobListener listener, CancellationToken cancelled) =>
        _engine.Jobs.SubmitAndFollowAsync(spec, items, listener, isKept: data is not null, cancelled);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
