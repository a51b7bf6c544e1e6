using Akka.Actor;
using Concurrency.Actors.Wire;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Protocol;

/// <summary>
/// What a driver and the coordinator say to each other: a job is opened, filled page by page, committed, and then watched. Any message may
/// be lost, so a driver asks again until it is answered, and every question may come twice: it either changes nothing the second time, or has
/// a <c>Request</c> by which it is known again. A job that nobody knows is answered by <see cref="UnknownJob"/>, whatever the question.
/// </summary>
public static class DriverProtocol
{
    /// <summary>What a driver wants done.</summary>
    /// <param name="Workload">The name of the workload.</param>
    /// <param name="Parameters">For the workload alone to understand; at most <see cref="Limits.ParametersBytes"/>.</param>
    /// <param name="ChunkUnits">Units in every chunk, or null to let the engine size them.</param>
    /// <param name="Priority">The job's weight in the fair share of slots, from 1 to 100.</param>
    public sealed record JobSpec(string Workload, Payload Parameters, long? ChunkUnits, int Priority = JobSpec.UsualPriority)
    {
        /// <summary>Of a driver that says nothing of it, or is too old to.</summary>
        public const int UsualPriority = 10;

        public const int HighestPriority = 100;
    }

    /// <summary>Begin a job, or find the one that was begun with the same key. Answered by <see cref="Opened"/> or <see cref="Refused"/>.</summary>
    /// <param name="Request">Drawn anew for every submission: the same request again is the same job.</param>
    /// <param name="Key">The user's name for this job, or null: the same key again is the same job, whoever asks; at most <see cref="Limits.KeyBytes"/>.</param>
    public sealed record Open(JobSpec Spec, string Request, string? Key = null) : IWireMessage;

    /// <param name="Existing">Somebody else's request began the job, with the same key.</param>
    /// <param name="Pages">How many pages of input the job has; they need not be sent again.</param>
    public sealed record Opened(JobId Job, bool Existing, long Pages) : IWireMessage;

    /// <summary>It cannot be done; the sentence is for the user, and is cut at <see cref="Limits.SentenceBytes"/>.</summary>
    public sealed record Refused(string Sentence) : IWireMessage
    {
        public string Sentence { get; init; } = Utf8.Cut(Sentence, Limits.SentenceBytes);
    }

    /// <summary>Input items, one a unit; pages count from 0. Answered by <see cref="PageTaken"/>, also when it comes twice, or <see cref="Refused"/>.</summary>
    public sealed record Page(JobId Job, long Number, IReadOnlyList<Payload> Items) : IWireMessage;

    public sealed record PageTaken(JobId Job, long Number) : IWireMessage;

    /// <summary>Everything is said: run the job. Answered by <see cref="Committed"/> or <see cref="Refused"/>.</summary>
    /// <param name="Items">How many input items there are.</param>
    /// <param name="Digest">Of all the items: see <see cref="InputDigest"/>. A job that has other input is not the one that was meant.</param>
    public sealed record Commit(JobId Job, long Items = 0, ulong Digest = 0) : IWireMessage;

    public sealed record Committed(JobId Job, long Units) : IWireMessage;

    /// <summary>How far is the job? Answered by a <see cref="JobReport"/> after a short while, or at once when the job is over; by <see cref="Refused"/> before the commit.</summary>
    public sealed record PullProgress(JobId Job) : IWireMessage;

    /// <summary>Call the job off. Answered by a <see cref="JobReport"/>.</summary>
    public sealed record Cancel(JobId Job) : IWireMessage;

    /// <summary>
    /// Run what is not done of a job that is over: its failed units, and what was never begun. What is done stays done, and the job keeps
    /// its name. Answered by a <see cref="JobReport"/> or <see cref="Refused"/>.
    /// </summary>
    /// <param name="Request">Drawn anew whenever a user asks for it: the same request again changes nothing.</param>
    public sealed record Retry(JobId Job, string Request) : IWireMessage;

    /// <summary>Forget a job that is over, with its results. Answered by <see cref="Deleted"/> or <see cref="Refused"/>.</summary>
    public sealed record Delete(JobId Job) : IWireMessage;

    public sealed record Deleted(JobId Job) : IWireMessage;

    /// <summary>Nobody knows this job: it never was, was deleted or forgotten, or was lost with its coordinator.</summary>
    public sealed record UnknownJob(JobId Job) : IWireMessage;

    /// <summary>How a job is and how far. It fits a frame, however much went wrong.</summary>
    /// <param name="Reason">Why the job has no result, or null.</param>
    /// <param name="UnitsDone">Units that are done, with what running chunks have reported so far.</param>
    /// <param name="Retries">How many started runs failed or were lost.</param>
    /// <param name="Elapsed">Since the commit, until the end of the job or now; the time between its end and a retry does not count.</param>
    /// <param name="Total">The merged partial, when the job is over, of the units that are done; empty where it means nothing without the others.</param>
    public sealed record JobReport(
        JobId Job,
        JobStatus Status,
        string? Reason,
        long Units,
        long UnitsDone,
        IReadOnlyList<FailedUnits> Failed,
        long Chunks,
        long Retries,
        TimeSpan Elapsed,
        Payload Total) : IWireMessage;

    /// <summary>What a reader sees of a job's rows, which are the records and notices of its results.</summary>
    public enum RowView
    {
        /// <summary>All of them, in the order that results are accepted. A cursor is how many rows lie before it.</summary>
        AsCompleted,

        /// <summary>
        /// The records alone, in the order of their units. A cursor is a unit. While the job runs there is nothing behind the first unit that is
        /// neither done nor failed.
        /// </summary>
        Listed,

        /// <summary>The notices alone, in the order that results are accepted. A cursor counts all rows before it.</summary>
        Notices,
    }

    /// <summary>
    /// The rows from <paramref name="Cursor"/> on. What lies before the cursor was received; a job that keeps its rows in memory waits for a
    /// reader that is far behind, until it has not asked for longer than <c>driver.patience</c>. Every reader gets every row. Answered by a
    /// <see cref="RowPage"/> when one is full, or after a short while; by <see cref="Refused"/> before the commit.
    /// </summary>
    /// <param name="Cursor">0, or the <see cref="RowPage.Next"/> of an earlier page of the same view.</param>
    /// <param name="Reader">Drawn anew by whoever begins to read.</param>
    public sealed record PullRows(JobId Job, long Cursor, string Reader, RowView View = RowView.AsCompleted) : IWireMessage;

    /// <summary>At most a page of rows, perhaps none.</summary>
    /// <param name="Next">The cursor for the next page.</param>
    /// <param name="End">The job is over and this page is the last.</param>
    /// <param name="Missed">How many rows are not kept any more of those between the cursor that was asked for and <paramref name="Next"/>; of a list, how many records.</param>
    /// <param name="Gap">Of a view that is listed: <paramref name="Next"/> is a unit that is neither done nor failed.</param>
    public sealed record RowPage(
        JobId Job,
        IReadOnlyList<UnitRecord> Records,
        IReadOnlyList<Notice> Notices,
        long Next,
        bool End,
        long Missed = 0,
        bool Gap = false) : IWireMessage;

    /// <summary>Which jobs are there? Answered by a <see cref="JobPage"/>.</summary>
    /// <param name="After">0, or the <see cref="JobPage.Next"/> of the page before.</param>
    public sealed record ListJobs(long After) : IWireMessage;

    /// <param name="Jobs">In the order submitted, at most a page of them.</param>
    /// <param name="End">There are no more.</param>
    public sealed record JobPage(IReadOnlyList<JobSummary> Jobs, long Next, bool End) : IWireMessage;

    /// <summary>A line about a job.</summary>
    /// <param name="Key">The user's name for it, or null.</param>
    /// <param name="Submitted">When it was opened, by the coordinator's clock.</param>
    /// <param name="TakesInput">It was not committed yet; its status is <see cref="JobStatus.Running"/> for want of another.</param>
    /// <param name="WaitsForReader">It runs, and no more of it is leased until somebody reads its rows.</param>
    /// <param name="Rows">How many records and notices it has returned so far.</param>
    /// <param name="RowsKept">How many of them, the last ones, can still be read.</param>
    public sealed record JobSummary(
        JobId Job,
        string Workload,
        string? Key,
        int Priority,
        DateTimeOffset Submitted,
        JobStatus Status,
        bool TakesInput,
        bool WaitsForReader,
        long Units,
        long UnitsDone,
        long FailedUnits,
        long Chunks,
        long Retries,
        TimeSpan Elapsed,
        long Rows,
        long RowsKept);

    /// <summary>How is this job? Answered at once by <see cref="JobDetails"/>.</summary>
    public sealed record Show(JobId Job) : IWireMessage;

    /// <param name="Parameters">As the driver submitted them, for whoever did not.</param>
    public sealed record JobDetails(JobSummary Summary, JobReport Report, Payload Parameters) : IWireMessage;

    /// <summary>Published once on the EventStream of the coordinator's process for every notice of an accepted result.</summary>
    public sealed record NoticeCast(JobId Job, Notice Notice) : INoSerializationVerificationNeeded;
}
