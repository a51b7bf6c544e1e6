using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Core;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Runs a job with the engine in this process, a thread for each slot.</summary>
/// <exception cref="BadSettingException">The engine does not start with this configuration.</exception>
internal sealed class ThreadsRunner(IWorkload workload, int slots, Config configuration) : IJobRunner
{
    private readonly LocalEngine _engine = LocalEngine.Start(new(workload), slots, configuration);

    public Task<JobReport> RunAsync(JobSpec spec, IReadOnlyList<Payload> items, JobListener listener, CancellationToken cancelled) =>
        _engine.Jobs.SubmitAndFollowAsync(spec, items, listener, cancelled);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
