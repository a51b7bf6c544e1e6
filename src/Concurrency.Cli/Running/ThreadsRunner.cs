using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Runs a job with the engine in this process, a thread for each slot.</summary>
/// <exception cref="BadSettingException">The engine does not start with this configuration.</exception>
internal sealed class ThreadsRunner(IWorkload workload, int slots, Config configuration) : IJobRunner
{
    private readonly LocalEngine _engine = LocalEngine.Start(new(workload), slots, configuration);

    public async Task<JobReport> RunAsync(JobSpec spec, IReadOnlyList<Payload> items, JobListener listener, CancellationToken cancelled)
    {
        var jobs = _engine.Jobs;
        var job = await jobs.SubmitAsync(spec, items, cancelled: CancellationToken.None);
        await using var cancelling = cancelled.Register(() => _ = jobs.CancelAsync(job, CancellationToken.None));
        listener.Begun();

        var watching = WatchAsync(job, listener);
        try
        {
            await foreach (var page in jobs.RowsAsync(job, cancelled: CancellationToken.None)) listener.Rows?.Invoke(page.Records, page.Notices);
        }
        catch
        {
            // Whoever wanted the rows wants them no more, and the job neither; the watch ends with it.
            await jobs.CancelAsync(job, CancellationToken.None);
            await watching;
            throw;
        }

        return await watching;
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private async Task<JobReport> WatchAsync(JobId job, JobListener listener)
    {
        JobReport? last = null;
        await foreach (var report in _engine.Jobs.WatchAsync(job, CancellationToken.None)) listener.Progress(last = report);
        return last!;
    }
}
