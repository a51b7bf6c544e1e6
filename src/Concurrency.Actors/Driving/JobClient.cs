using System.Runtime.CompilerServices;
using Akka.Actor;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Driving;

/// <summary>Submits jobs to a coordinator and follows them.</summary>
/// <param name="answerTimeout">How long to wait for any one answer.</param>
public sealed class JobClient(ICanTell coordinator, TimeSpan answerTimeout)
{
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
        var id = await SubmitAsync(new(workload.Name, workload.Encode(job), ChunkUnits: null), items, cancelled);
        JobReport report;
        try
        {
            await foreach (var page in RowsAsync(id, cancelled)) rows?.Invoke(page);
            report = await WaitAsync(id, cancelled);
        }
        catch
        {
            // Whoever wanted the result is gone.
            coordinator.Tell(new Cancel(id), ActorRefs.NoSender);
            throw;
        }

        return report.Status == JobStatus.Completed
            ? workload.Finish(job, TPartial.Decode(report.Total))
            : throw new JobFailedException(report);
    }

    /// <summary>Submits a job.</summary>
    /// <param name="items">One input item a unit; none for a workload without input.</param>
    /// <exception cref="BadJobException">The job was refused; the message says why.</exception>
    /// <exception cref="NoAnswerException">Nobody answered in time.</exception>
    public async Task<JobId> SubmitAsync(
        JobSpec spec, IEnumerable<Payload>? items = null, CancellationToken cancelled = default)
    {
        var opened = await AskAsync<Opened>(new Open(spec), cancelled);
        try
        {
            var number = 0L;
            foreach (var page in Pages(items ?? []))
                await AskAsync<PageTaken>(new Page(opened.Job, number++, page), cancelled);
            await AskAsync<Committed>(new Commit(opened.Job), cancelled);
            return opened.Job;
        }
        catch
        {
            // Nobody will ever commit it, or watch it.
            coordinator.Tell(new Cancel(opened.Job), ActorRefs.NoSender);
            throw;
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

    /// <summary>Waits for the end of the job.</summary>
    public async Task<JobReport> WaitAsync(JobId job, CancellationToken cancelled = default) =>
        await WatchAsync(job, cancelled).LastAsync(cancelled);

    /// <summary>
    /// The job's records and notices in the order they were accepted, each once, while it runs and to its end. From the first page on the
    /// job waits for whoever reads.
    /// </summary>
    public async IAsyncEnumerable<RowPage> RowsAsync(JobId job, [EnumeratorCancellation] CancellationToken cancelled = default)
    {
        RowPage page;
        var cursor = 0L;
        do
        {
            page = await AskAsync<RowPage>(new PullRows(job, cursor), cancelled);
            cursor = page.Next;
            if (page.Records.Count + page.Notices.Count > 0) yield return page;
        }
        while (!page.End);
    }

    /// <summary>Calls the job off.</summary>
    /// <returns>What was done by then.</returns>
    public Task<JobReport> CancelAsync(JobId job, CancellationToken cancelled = default) => AskAsync<JobReport>(new Cancel(job), cancelled);

    internal async Task<T> AskAsync<T>(object question, CancellationToken cancelled)
    {
        object answer;
        try
        {
            answer = await coordinator.Ask<object>(question, answerTimeout, cancelled);
        }
        catch (AskTimeoutException)
        {
            throw new NoAnswerException($"The coordinator did not answer within {answerTimeout.TotalSeconds} s.");
        }

        return answer switch
        {
            T expected => expected,
            Refused refused => throw new BadJobException(refused.Sentence),
            UnknownJob unknown => throw new NoAnswerException($"The coordinator does not know the job {unknown.Job}; it was lost or never begun."),
            _ => throw new NoAnswerException($"The coordinator answered {question.GetType().Name} with {answer.GetType().Name}."),
        };
    }

    /// <summary>Items in messages that fit a frame.</summary>
    private static IEnumerable<IReadOnlyList<Payload>> Pages(IEnumerable<Payload> items)
    {
        var (page, bytes) = (new List<Payload>(), 0);
        foreach (var item in items)
        {
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

/// <summary>The coordinator cannot be spoken with; the message is one sentence for the user.</summary>
public sealed class NoAnswerException(string sentence) : Exception(sentence);

/// <summary>The job ended without a result for every unit; the report says how, and has the sum of those that are done.</summary>
public sealed class JobFailedException(JobReport report) : Exception(Sentence(report))
{
    public JobReport Report { get; } = report;

    private static string Sentence(JobReport report) => report switch
    {
        { Reason: { } reason } => $"The job {report.Job} failed: {reason}.",
        { Failed: [var first, ..] } =>
            $"{report.Failed.Sum(failed => failed.Range.Length)} of the {report.Units} units of the job {report.Job} failed, the first because: {first.Reason}",
        _ => $"The job {report.Job} was cancelled.",
    };
}
