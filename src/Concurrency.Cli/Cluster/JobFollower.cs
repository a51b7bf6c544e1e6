using Concurrency.Actors.Driving;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Cluster;

/// <summary>Tells a listener of a job that a coordinator has, whoever submitted it. While nobody answers it waits.</summary>
internal sealed class JobFollower(IConnection connection, JobId job, JobListener listener, TimeProvider time)
{
    /// <summary>When nothing of the job has come back for so long, it may be for want of workers.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(2);

    private readonly Lock _taking = new();
    private bool _isSilent;

    /// <summary>How the listener is to have the rows. Notices come as soon as they are cast, whatever comes before them in the list.</summary>
    public IReadOnlyList<RowView> Views { get; init; } = [RowView.Listed, RowView.Notices];

    private Action<string> Say { get; } = listener.Say ?? connection.Announce;

    /// <param name="stop">Follow it no more; the job goes on.</param>
    /// <returns>The report of its end, when the listener has had every row that there is.</returns>
    /// <exception cref="NoAnswerException">The job is lost.</exception>
    /// <exception cref="Core.Contract.BadJobException">Its rows cannot be read; the sentence says why.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task<JobReport> FollowAsync(CancellationToken stop)
    {
        var announce = connection.Announce;
        connection.Announce = Say;
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watching = WatchAsync(failed.Token);
        try
        {
            if (listener.Rows is not null) await Task.WhenAll(Views.Select(view => ReadAsync(view, failed)));
            return await watching;
        }
        catch (UnknownJobException)
        {
            throw new NoAnswerException($"The job {job} is lost: the coordinator that had it kept it in memory, and is gone. Submit it again.");
        }
        finally
        {
            await failed.CancelAsync();
            await ((Task)watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            connection.Announce = announce;
        }
    }

    private async Task<JobReport> WatchAsync(CancellationToken stop)
    {
        var (last, changed, isSaid) = (default(JobReport), time.GetTimestamp(), false);
        while (last?.Status.IsOver() is not true)
        {
            try
            {
                await foreach (var report in connection.Jobs.WatchAsync(job, stop))
                {
                    Volatile.Write(ref _isSilent, false);
                    if (report.UnitsDone != last?.UnitsDone) changed = time.GetTimestamp();
                    listener.Progress(last = report);
                    if (isSaid || report.Status.IsOver() || time.GetElapsedTime(changed) < Standstill) continue;
                    changed = time.GetTimestamp();
                    if ((await connection.WorkersAsync(stop)).Count > 0) continue;
                    isSaid = true;
                    Say($"No worker is there, so the job waits: start one with '{connection.CommandLine("worker")}'.");
                }
            }
            catch (SilenceException)
            {
                OnSilence();
            }
        }

        return last;
    }

    /// <summary>Reads to the end of the job. When that fails, whatever else reads need not go on.</summary>
    private async Task ReadAsync(RowView view, CancellationTokenSource failed)
    {
        try
        {
            var (cursor, isEnd) = (0L, false);
            while (!isEnd)
            {
                try
                {
                    await foreach (var page in connection.Jobs.RowsAsync(job, cursor, view, failed.Token))
                    {
                        cursor = page.Next;
                        Take(page, view);
                    }

                    isEnd = true;
                }
                catch (SilenceException)
                {
                    OnSilence();
                }
            }
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }

    /// <summary>
    /// Of a coordinator that is lost it has been said, and it is looked for. One that is there answers when it can: it says nothing of a job that is not
    /// stored, and that may take as long as its store is out of order.
    /// </summary>
    private void OnSilence()
    {
        if (!connection.IsLost && !Interlocked.Exchange(ref _isSilent, true)) Say($"The coordinator is there, but has nothing to say of the job {job} for now; waiting.");
    }

    private void Take(RowPage page, RowView view)
    {
        lock (_taking)
        {
            if (page.Missed > 0 && view != RowView.Notices) Say(Sentences.RowsMissed(job, page.Missed));
            if (page.Records.Count + page.Notices.Count > 0) listener.Rows!(page.Records, page.Notices);
        }
    }
}
