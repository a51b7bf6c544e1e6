using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Runs a job with the engine in this process, a thread for each slot.</summary>
/// <exception cref="BadSettingException">The engine does not start with this configuration.</exception>
internal sealed class ThreadsRunner(IWorkload workload, int slots, Config configuration) : IJobRunner
{
    private readonly LocalEngine _engine = LocalEngine.Start(new(workload), slots, configuration);

    public async Task<JobReport> RunAsync(JobSpec spec, Action begun, Action<JobReport> progress, CancellationToken cancelled)
    {
        var jobs = _engine.Jobs;
        var job = await jobs.SubmitAsync(spec, cancelled: CancellationToken.None);
        await using var cancelling = cancelled.Register(() => _ = jobs.CancelAsync(job, CancellationToken.None));
        begun();

        JobReport? last = null;
        await foreach (var report in jobs.WatchAsync(job, CancellationToken.None)) progress(last = report);
        return last!;
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
