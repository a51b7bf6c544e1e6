using Concurrency.Actors.Driving;
using Concurrency.Actors.Protocol;
using Concurrency.Core;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Submits a job to a coordinator of this process, and stays with it until its end.</summary>
internal static class JobFollowing
{
    /// <inheritdoc cref="IJobRunner.RunAsync"/>
    /// <param name="isKept">The coordinator keeps jobs in a folder of the user's: one that was interrupted goes on when it is given again, and one that is over goes.</param>
    public static async Task<JobReport> SubmitAndFollowAsync(
        this JobClient jobs, JobSpec spec, IReadOnlyList<Payload> items, JobListener listener, bool isKept, CancellationToken cancelled)
    {
        var job = await jobs.SubmitAsync(spec, items, isKept ? KeyOf(spec, items) : null, CancellationToken.None);
        // By Ctrl-C, the last time.
        if (isKept && (await jobs.ShowAsync(job, CancellationToken.None)).Report.Status == JobStatus.Cancelled) await jobs.RetryAsync(job, CancellationToken.None);
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

        var report = await watching;
        if (isKept && report.Status != JobStatus.Cancelled) await jobs.DeleteAsync(job, CancellationToken.None);
        return report;
    }

    /// <summary>Of the same job whenever it is given.</summary>
    private static string KeyOf(JobSpec spec, IReadOnlyList<Payload> items)
    {
        var (input, terms) = (new InputDigest(), new InputDigest());
        foreach (var item in items) input.Add(item);
        terms.Add(spec.Parameters);
        return $"{spec.Workload} {terms.Value:x16} {input.Items} {input.Value:x16} {spec.ChunkUnits}";
    }

    private static async Task<JobReport> WatchAsync(JobClient jobs, JobId job, JobListener listener)
    {
        JobReport? last = null;
        await foreach (var report in jobs.WatchAsync(job, CancellationToken.None)) listener.Progress(last = report);
        return last!;
    }
}
