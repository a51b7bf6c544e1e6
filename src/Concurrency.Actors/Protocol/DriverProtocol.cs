using Akka.Actor;
using Concurrency.Actors.Wire;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Protocol;

/// <summary>What a driver and the coordinator say to each other: a job is opened, filled page by page, committed, and then watched.</summary>
public static class DriverProtocol
{
    /// <summary>What a driver wants done.</summary>
    /// <param name="Workload">The name of the workload.</param>
    /// <param name="Parameters">For the workload alone to understand.</param>
    /// <param name="ChunkUnits">Units in every chunk, or null to let the engine size them.</param>
    public sealed record JobSpec(string Workload, Payload Parameters, long? ChunkUnits);

    /// <summary>Begin a job. Answered by <see cref="Opened"/> or <see cref="Refused"/>.</summary>
    public sealed record Open(JobSpec Spec) : IWireMessage;

    public sealed record Opened(JobId Job) : IWireMessage;

    /// <summary>No such job can be; the sentence is for the user.</summary>
    public sealed record Refused(string Sentence) : IWireMessage;

    /// <summary>Input items, one a unit; pages count from 0. Answered by <see cref="PageTaken"/>, also when it comes twice.</summary>
    public sealed record Page(JobId Job, long Number, IReadOnlyList<Payload> Items) : IWireMessage;

    public sealed record PageTaken(JobId Job, long Number) : IWireMessage;

    /// <summary>Everything is said: run the job. Answered by <see cref="Committed"/> or <see cref="Refused"/>.</summary>
    public sealed record Commit(JobId Job) : IWireMessage;

    public sealed record Committed(JobId Job, long Units) : IWireMessage;

    /// <summary>How far is the job? Answered by a <see cref="JobReport"/> after a short while, or at once when the job is over.</summary>
    public sealed record PullProgress(JobId Job) : IWireMessage;

    /// <summary>Call the job off. Answered by a <see cref="JobReport"/>.</summary>
    public sealed record Cancel(JobId Job) : IWireMessage;

    /// <summary>Nobody knows this job.</summary>
    public sealed record UnknownJob(JobId Job) : IWireMessage;

    /// <param name="Reason">Why the job has no result, or null.</param>
    /// <param name="UnitsDone">Units that are done, with what running chunks have reported so far.</param>
    /// <param name="Retries">How many started runs failed or were lost.</param>
    /// <param name="Elapsed">Since the commit, until the end of the job or now.</param>
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

    /// <summary>
    /// The rows from <paramref name="Cursor"/> on. What lies before the cursor was received and may be dropped; a job whose driver reads
    /// waits when the driver is far behind. Answered by a <see cref="RowPage"/> when one is full, or after a short while.
    /// </summary>
    public sealed record PullRows(JobId Job, long Cursor) : IWireMessage;

    /// <summary>The records and notices of results in the order accepted, at most a page of them, perhaps none.</summary>
    /// <param name="Next">The cursor for the next page.</param>
    /// <param name="End">The job is over and this page is the last.</param>
    public sealed record RowPage(
        JobId Job, IReadOnlyList<UnitRecord> Records, IReadOnlyList<Notice> Notices, long Next, bool End) : IWireMessage;

    /// <summary>Published once on the EventStream of the coordinator's process for every notice of an accepted result.</summary>
    public sealed record NoticeCast(JobId Job, Notice Notice) : INoSerializationVerificationNeeded;
}
