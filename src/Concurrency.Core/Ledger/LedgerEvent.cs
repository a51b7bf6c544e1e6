using System.Collections.Immutable;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;

namespace Concurrency.Core.Ledger;

/// <summary>What happened to a job, for good. Folding a job's events gives its state again: see <see cref="JobState"/>.</summary>
public abstract record LedgerEvent
{
    private LedgerEvent()
    {
    }

    /// <summary>The units are done, and the partial is their sum. Records and notices are theirs, and count exactly when it does.</summary>
    public sealed record RangeDone(
        ImmutableArray<UnitRange> Ranges, Payload Partial, ImmutableArray<UnitRecord> Records, ImmutableArray<Notice> Notices) : LedgerEvent;

    /// <summary>A started run of the range failed; the units wait on the new terms.</summary>
    public sealed record RangeFailed(UnitRange Range, string Reason, Standing Standing) : LedgerEvent;

    /// <summary>The worker that ran the range is gone; the units wait on the new terms.</summary>
    public sealed record RangeLost(UnitRange Range, string Reason, Standing Standing) : LedgerEvent;

    /// <summary>The worker of a lost range is back and still has it: nothing died, and the units stand as they did before.</summary>
    public sealed record RangeFound(UnitRange Range, Standing Standing) : LedgerEvent;

    /// <summary>A run gave the range back undone; the units wait on the new terms.</summary>
    public sealed record HandedBack(UnitRange Range, Standing Standing) : LedgerEvent;

    /// <summary>The unit has failed for good.</summary>
    public sealed record UnitFailed(FailedUnits Unit) : LedgerEvent;

    public sealed record Cancelled : LedgerEvent;

    /// <summary>What is not done of a job that was over is to be run after all, as if it had never been tried.</summary>
    public sealed record Retried : LedgerEvent;

    /// <summary>The job came to its end; the reason is there when there is no result.</summary>
    public sealed record Completed(JobStatus Status, string? Reason) : LedgerEvent;
}
