using System.Runtime.CompilerServices;
using Akka.Actor;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Protocol;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Driving;

/// <summary>
/// Submits jobs to a coordinator and follows them. Every question is asked again until it is answered, so that no message need arrive. Where
/// nothing else is said, a method throws <see cref="BadJobException"/> when the coordinator refuses, with a sentence that says why,
/// <see cref="UnknownJobException"/> when it does not know the job, and <see cref="NoAnswerException"/> when it does not answer in time.
/// </summary>
/// <param name="coordinator">It, or what passes messages on to it.</param>
public sealed class JobClient(IActorRef coordinator, EngineSettings settings, TimeProvider? time = null)
{
    private readonly Questions _questions = new(coordinator, settings, time ?? TimeProvider.System);

    /// <summary>Runs a job to its end.</summary>
    /// <param name="items">One input item a unit; none for a workload without input.</param>
    /// <param name="rows">Is given the job's records and notices as they come; the job waits for it when it is slow.</param>
    /// <exception cref="BadJobException">The job was refused; the message says why.</exception>
    /// <exception cref="JobFailedException">The job ended without a result for every unit.</exception>
    /// <exception cref="OperationCanceledException">It was asked for; the job is cancelled too.</exception>
    public async Task<TResult> RunAsync<TJob, TPartial, TResult>(
        Workload<TJob, TPartial, TResult> workload,
        TJob job,
        IEnumerable<Payload>? items = null,
        Action<RowPage>? rows = null,
        CancellationToken cancelled = default)
        where TJob : class
        where TPartial : IPartial<TPartial>
    {
        var id = await SubmitAsync(new(workload.Name, workload.Encode(job), ChunkUnits: null), items, cancelled: cancelled);
        JobReport report;
        try
        {
            await foreach (var page in RowsAsync(id, cancelled: cancelled)) rows?.Invoke(page);
            report = await WaitAsync(id, cancelled);
        }
        catch
        {
            // Whoever wanted the result is gone.
            _ = CallOffAsync(id);
            throw;
        }

        return report.Status == JobStatus.Completed
            ? workload.Finish(job, TPartial.Decode(report.Total))
            : throw new JobFailedException(report);
    }

    /// <summary>
    /// Submits a job. It runs on whatever becomes of its driver; only <see cref="CancelAsync"/> ends it. When the coordinator is lost in the
    /// middle of it, with what it was told so far, the submission starts over at the next one.
    /// </summary>
    /// <param name="items">One input item a unit; none for a workload without input. Read again when the submission starts over.</param>
    /// <param name="key">The user's name for the job: whoever submits the same job with the same key gets the one that is there, whatever has become of it. Null for a job of its own.</param>
    public async Task<JobId> SubmitAsync(
        JobSpec spec, IEnumerable<Payload>? items = null, string? key = null, CancellationToken cancelled = default)
    {
        // The same request each time: a coordinator that knows the job after all has one job of it and not two.
        var open = new Open(spec, NewName(), key);
        while (true)
        {
            var opened = await AskAsync<Opened>(open, cancelled);
            try
            {
                await FillAsync(opened, items ?? [], cancelled);
                return opened.Job;
            }
            catch (UnknownJobException)
            {
                // It was there a moment ago.
            }
            catch
            {
                // Without a key nobody will ever commit it, or watch it. With one it may be somebody else's too, or be submitted again.
                if (key is null) _ = CallOffAsync(opened.Job);
                throw;
            }
        }
    }

    /// <summary>Reports on the job, some ten a second, until it is over; the last one is of its end.</summary>
    public async IAsyncEnumerable<JobReport> WatchAsync(JobId job, [EnumeratorCancellation] CancellationToken cancelled = default)
    {
        JobReport report;
        do
        {
            report = await AskAsync<JobReport>(new PullProgress(job), cancelled);
            yield return report;
        }
        while (!report.Status.IsOver());
    }

    /// <summary>Waits for the end of the job. One with very many rows comes to its end only when somebody reads them.</summary>
    public async Task<JobReport> WaitAsync(JobId job, CancellationToken cancelled = default) =>
        await WatchAsync(job, cancelled).LastAsync(cancelled);

    /// <summary>
    /// The job's rows, each once, while it runs and to its end. From the first page on a job whose rows are in memory waits for whoever reads,
    /// as long as that goes on reading; there may be many at once. <see cref="RowPage.Missed"/> says where rows were not kept for somebody who
    /// came late.
    /// </summary>
    /// <param name="cursor">0, or the <see cref="RowPage.Next"/> of the last page of this view that was read, to go on from there.</param>
    /// <param name="view">Which rows, and in what order. Of a list there are pages without rows too, wherever it is at a <see cref="RowPage.Gap"/>.</param>
    public async IAsyncEnumerable<RowPage> RowsAsync(
        JobId job, long cursor = 0, RowView view = RowView.AsCompleted, [EnumeratorCancellation] CancellationToken cancelled = default)
    {
        var reader = NewName();
        RowPage page;
        do
        {
            page = await AskAsync<RowPage>(new PullRows(job, cursor, reader, view), cancelled);
            cursor = page.Next;
            if (page.Records.Count + page.Notices.Count > 0 || page.Missed > 0 || page.Gap) yield return page;
        }
        while (!page.End);
    }

    /// <summary>The jobs that the coordinator knows, in the order submitted.</summary>
    public async IAsyncEnumerable<JobSummary> ListAsync([EnumeratorCancellation] CancellationToken cancelled = default)
    {
        var page = new JobPage([], Next: 0, End: false);
        while (!page.End)
        {
            page = await AskAsync<JobPage>(new ListJobs(page.Next), cancelled);
            foreach (var job in page.Jobs) yield return job;
        }
    }

    /// <summary>How the job is now.</summary>
    public Task<JobDetails> ShowAsync(JobId job, CancellationToken cancelled = default) => AskAsync<JobDetails>(new Show(job), cancelled);

    /// <summary>Calls the job off.</summary>
    /// <returns>What was done by then.</returns>
    public Task<JobReport> CancelAsync(JobId job, CancellationToken cancelled = default) => AskAsync<JobReport>(new Cancel(job), cancelled);

    /// <summary>Runs what is not done of a job that is over: its failed units, and what was never begun. The job keeps its name, and what is done.</summary>
    /// <exception cref="BadJobException">The job runs, or has nothing left to run.</exception>
    public Task<JobReport> RetryAsync(JobId job, CancellationToken cancelled = default) => AskAsync<JobReport>(new Retry(job, NewName()), cancelled);

    /// <summary>Has a job that is over forgotten, with its results.</summary>
    /// <exception cref="BadJobException">The job is not over.</exception>
    public Task DeleteAsync(JobId job, CancellationToken cancelled = default) => AskAsync<Deleted>(new Delete(job), cancelled);

    /// <inheritdoc cref="Questions.AskAgain"/>
    internal void AskAgain() => _questions.AskAgain();

    internal Task<T> AskAsync<T>(object question, CancellationToken cancelled) => _questions.AskAsync<T>(question, cancelled);

    /// <summary>Sends the input, as far as it is not there yet, and commits the job.</summary>
    private async Task FillAsync(Opened opened, IEnumerable<Payload> items, CancellationToken cancelled)
    {
        var (digest, number) = (new InputDigest(), 0L);
        foreach (var page in Pages(items))
        {
            foreach (var item in page) digest.Add(item);
            if (number >= opened.Pages) await AskAsync<PageTaken>(new Page(opened.Job, number, page), cancelled);
            number++;
        }

        await AskAsync<Committed>(new Commit(opened.Job, digest.Items, digest.Value), cancelled);
    }

    private async Task CallOffAsync(JobId job)
    {
        try
        {
            await CancelAsync(job);
        }
        catch (Exception e) when (e is NoAnswerException or BadJobException)
        {
            // It is over, or out of reach.
        }
    }

    private static string NewName() => Guid.NewGuid().ToString("N");

    /// <summary>Items in messages that fit a frame.</summary>
    private static IEnumerable<IReadOnlyList<Payload>> Pages(IEnumerable<Payload> items)
    {
        var (page, bytes) = (new List<Payload>(), 0);
        foreach (var item in items)
        {
            if (item.Length > Limits.PageBytes) throw new BadJobException($"An input item has {item.Length} bytes; {Limits.PageBytes} is the most.");
            if (bytes + item.Length > Limits.PageBytes && page.Count > 0)
            {
                yield return page;
                (page, bytes) = ([], 0);
            }

            page.Add(item);
            bytes += item.Length + sizeof(int);
        }

        if (page.Count > 0) yield return page;
    }
}
