using Concurrency.Actors.Driving;
using Concurrency.Core;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Submits a job to a coordinator of this process, and stays with it until its end.</summary>
internal static class JobFollowing
{
    /// <inheritdoc cref="IJobRunner.RunAsync"/>
    public static async Task<JobReport> SubmitAndFollowAsync(
        this JobClient jobs, JobSpec spec, IReadOnlyList<Payload> items, JobListener listener, CancellationToken cancelled)
    {
        var job = await jobs.SubmitAsync(spec, items, cancelled: CancellationToken.None);
        await using var cancelling = cancelled.Register(() => _ = jobs.CancelAsync(job, CancellationToken.None));
        listener.Begun();

        var watching = WatchAsync(jobs, job, listener);
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

    private static async Task<JobReport> WatchAsync(JobClient jobs, JobId job, JobListener listener)
    {
        JobReport? last = null;
        await foreach (var report in jobs.WatchAsync(job, CancellationToken.None)) listener.Progress(last = report);
        return last!;
    }
}
