using System.Collections.Immutable;
using Concurrency.Actors.Protocol;
using Concurrency.Core;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;

namespace Concurrency.Actors.Storage;

/// <summary>What is written to a stream of the store, or is a snapshot of one. Every kind has a format of its own: see <c>store.proto</c>.</summary>
internal interface IStoredEvent;

/// <summary>Names the streams. A job's name is never given twice, and so is a stream's.</summary>
internal static class StreamNames
{
    /// <summary>The register: which jobs there are.</summary>
    public const string Register = "coordinator";

    /// <summary>Everything about one job: first the pages of its input, then its commit, then what became of it.</summary>
    public static string Of(JobId job) => $"job-{job}";
}

/// <summary>
/// In every stream: whoever wrote to it before is its writer no more. Events of a stream are numbered from 1, each number is there once,
/// and a writer has to have seen all events before its own: so from here on every write of the one before is refused.
/// </summary>
/// <param name="Epoch">Counts the coordinators: the one that has the highest is the one there is.</param>
internal sealed record TakenOver(long Epoch, DateTimeOffset At) : IStoredEvent;

/// <summary>The events of the register.</summary>
internal static class RegisterEvents
{
    /// <summary>A job was opened.</summary>
    /// <param name="Number">Counts the jobs, from 1.</param>
    /// <param name="Request">By which the driver ordered it.</param>
    /// <param name="Key">The user's name for it, or null.</param>
    internal sealed record JobOpened(
        long Number, JobId Job, DriverProtocol.JobSpec Spec, string Request, string? Key, DateTimeOffset Submitted) : IStoredEvent;

    /// <summary>A job is over.</summary>
    /// <param name="Summary">How it ended.</param>
    /// <param name="Bytes">What it takes in the store, about.</param>
    internal sealed record JobOver(DriverProtocol.JobSummary Summary, long Bytes, DateTimeOffset At) : IStoredEvent;

    /// <summary>A job that was over runs again.</summary>
    internal sealed record JobResumed(JobId Job) : IStoredEvent;

    /// <summary>A job is nobody's any more; its stream is to be erased.</summary>
    internal sealed record JobForgotten(JobId Job) : IStoredEvent;

    /// <summary>The stream of a forgotten job is erased.</summary>
    internal sealed record JobErased(JobId Job) : IStoredEvent;

    /// <summary>What the events so far come to.</summary>
    /// <param name="LastNumber">That of the last job that was opened.</param>
    /// <param name="Epoch">The highest of <see cref="TakenOver"/>; 0 when there was none.</param>
    /// <param name="Jobs">In the order opened.</param>
    /// <param name="Over">Of those that are over, in the order they ended.</param>
    /// <param name="Forgotten">Those whose streams were not erased yet.</param>
    internal sealed record RegisterSnapshot(
        long LastNumber,
        long Epoch,
        ImmutableArray<JobOpened> Jobs,
        ImmutableArray<JobOver> Over,
        ImmutableArray<JobId> Forgotten) : IStoredEvent;
}

/// <summary>The events of one job.</summary>
internal static class JobEvents
{
    /// <summary>A page of the job's input.</summary>
    /// <param name="Number">Counts the pages, from 0.</param>
    internal sealed record PageAdded(long Number, ImmutableArray<Payload> Items) : IStoredEvent;

    /// <summary>All of the input is there: the job begins.</summary>
    /// <param name="Units">How many the workload made of it.</param>
    /// <param name="Items">How many input items there are.</param>
    /// <param name="Digest">See <see cref="InputDigest"/>.</param>
    /// <param name="KernelVersion">That of the workload which opened the job: no other may run it.</param>
    internal sealed record JobCommitted(long Units, long Items, ulong Digest, string KernelVersion, DateTimeOffset At) : IStoredEvent;

    /// <summary>What happened to the job, in order: all of it is stored, or none. Rows are in the events that accept them.</summary>
    /// <param name="Elapsed">The job's time at the last of the events.</param>
    /// <param name="Retries">The requests by which users had the job retried.</param>
    internal sealed record JobBatch(
        ImmutableArray<LedgerEvent> Events, DateTimeOffset At, TimeSpan Elapsed, ImmutableArray<string> Retries) : IStoredEvent
    {
        /// <summary>Several that follow each other, at least one, as one.</summary>
        public static JobBatch Join(IReadOnlyList<JobBatch> batches) => batches[^1] with
        {
            Events = [.. batches.SelectMany(batch => batch.Events)],
            Retries = [.. batches.SelectMany(batch => batch.Retries)],
        };
    }

    /// <summary>A page of the input, in the stream.</summary>
    /// <param name="Sequence">The number of its event in the stream.</param>
    /// <param name="Items">How many items it has.</param>
    internal readonly record struct PagePlace(long Sequence, int Items);

    /// <summary>Where the rows of a batch are.</summary>
    /// <param name="Sequence">The number of its event in the stream.</param>
    /// <param name="Rows">How many records and notices it has.</param>
    /// <param name="Bytes">What they take on the wire, in bytes.</param>
    /// <param name="Units">The units that it has them of, and perhaps others that are done: in order, disjoint and not touching.</param>
    internal sealed record RowPlace(long Sequence, int Rows, long Bytes, ImmutableArray<UnitRange> Units)
    {
        /// <summary>What a row takes beside its body.</summary>
        public const int PerRow = 16;

        /// <summary>Null when there are no rows.</summary>
        public static RowPlace? Of(long sequence, IEnumerable<LedgerEvent> events)
        {
            var (rows, bytes, units) = (0, 0L, new RangeSet());
            foreach (var done in events.OfType<LedgerEvent.RangeDone>())
            {
                if (done.Records.Length + done.Notices.Length is var more && more == 0) continue;
                rows += more;
                bytes += BytesOf(done);
                foreach (var range in done.Ranges) units.Add(range);
            }

            return rows == 0 ? null : new(sequence, rows, bytes, [.. units.Ranges]);
        }

        public static long BytesOf(LedgerEvent.RangeDone done) =>
            done.Records.Sum(record => (long)PerRow + record.Body.Length) + done.Notices.Sum(notice => (long)PerRow + notice.Body.Length);
    }

    /// <summary>What the events of a committed job so far come to. They are kept nevertheless, for the pages and rows in them.</summary>
    /// <param name="Epoch">The highest of <see cref="TakenOver"/>; 0 when there was none.</param>
    /// <param name="Pages">In the order of their numbers.</param>
    /// <param name="Rows">In the order of their events.</param>
    /// <param name="Bytes">What the events take in the store, about.</param>
    internal sealed record StoredJob(
        long Epoch,
        JobCommitted Committed,
        ImmutableArray<PagePlace> Pages,
        JobSnapshot State,
        DateTimeOffset At,
        TimeSpan Elapsed,
        ImmutableArray<string> Retries,
        ImmutableArray<RowPlace> Rows,
        long Bytes) : IStoredEvent;
}
