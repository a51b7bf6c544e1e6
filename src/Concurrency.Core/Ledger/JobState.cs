using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;

namespace Concurrency.Core.Ledger;

/// <summary>
/// Everything about a job that outlives its coordinator: the fold of its events. Leases are not part of it: to the state,
/// a leased unit is a pending one that the ledger has taken out for a while.
/// </summary>
public sealed class JobState
{
    private readonly List<FailedUnits> _failed = [];

    public JobState(JobTerms terms, IAccumulator total)
    {
        Terms = terms;
        Total = total;
        Pending.Put(new(0, terms.Units), Standing.Fresh);
    }

    /// <param name="total">Empty.</param>
    /// <exception cref="FormatException">The total cannot be read.</exception>
    public JobState(JobTerms terms, IAccumulator total, JobSnapshot snapshot)
        : this(terms, total)
    {
        if (!snapshot.Done.IsEmpty) Total.Add(snapshot.Total);
        foreach (var range in snapshot.Done)
        {
            Pending.Remove(range);
            Done.Add(range);
        }

        foreach (var unit in snapshot.Failed)
        {
            Pending.Remove(unit.Range);
            AddFailed(unit);
        }

        foreach (var (range, standing) in snapshot.Waiting) Wait(range, standing);
        (Status, Reason, Chunks, Retries) = (snapshot.Status, snapshot.Reason, snapshot.Chunks, snapshot.Retries);
    }

    public JobTerms Terms { get; }

    public JobStatus Status { get; private set; } = JobStatus.Running;

    /// <summary>Why there is no result, when there is none.</summary>
    public string? Reason { get; private set; }

    public RangeSet Done { get; } = new();

    public PendingRanges Pending { get; } = new();

    /// <summary>The merged partial of the units that are done.</summary>
    public IAccumulator Total { get; }

    /// <summary>In order of the units; neighbours with one reason and as many attempts are one entry.</summary>
    public IReadOnlyList<FailedUnits> Failed => _failed;

    public long FailedCount { get; private set; }

    /// <summary>How many results were accepted.</summary>
    public long Chunks { get; private set; }

    /// <summary>How many started runs failed or were lost.</summary>
    public long Retries { get; private set; }

    /// <summary>Whether a unit of the range is done or failed.</summary>
    public bool IsSettled(UnitRange range) => Done.Overlaps(range) || _failed.Exists(failed => failed.Range.Overlaps(range));

    /// <exception cref="FormatException">The event carries a partial that cannot be read; the state is as it was.</exception>
    public void Apply(LedgerEvent happened)
    {
        switch (happened)
        {
            case LedgerEvent.RangeDone done:
                Total.Add(done.Partial);
                foreach (var range in done.Ranges)
                {
                    Pending.Remove(range);
                    Done.Add(range);
                }

                Chunks++;
                break;
            case LedgerEvent.RangeFailed failed:
                Wait(failed.Range, failed.Standing);
                Retries++;
                break;
            case LedgerEvent.RangeLost lost:
                Wait(lost.Range, lost.Standing);
                Retries++;
                break;
            case LedgerEvent.RangeFound found:
                Wait(found.Range, found.Standing);
                break;
            case LedgerEvent.HandedBack back:
                Wait(back.Range, back.Standing);
                break;
            case LedgerEvent.UnitFailed failed:
                Pending.Remove(failed.Unit.Range);
                AddFailed(failed.Unit);
                break;
            case LedgerEvent.Cancelled:
                Status = JobStatus.Cancelled;
                break;
            case LedgerEvent.Retried:
                (Status, Reason, FailedCount) = (JobStatus.Running, null, 0);
                _failed.Clear();
                foreach (var gap in Done.GapsIn(new(0, Terms.Units))) Wait(gap, Standing.Fresh);
                break;
            case LedgerEvent.Completed completed:
                Status = completed.Status;
                Reason = completed.Reason;
                break;
            default:
                throw new ArgumentException($"{happened.GetType().Name} is no event of a job.", nameof(happened));
        }
    }

    /// <summary>How the job ends, if what has happened is the end of it; else null.</summary>
    public LedgerEvent.Completed? Verdict()
    {
        if (Failed is [var first, ..])
        {
            if (Terms.Traits.RequiresAllUnits)
                return new(JobStatus.Failed, $"unit {first.Range.From} failed after {first.Attempts} attempts: {first.Reason}");
            if (FailedCount > Terms.Rules.FailedUnitLimit)
                return new(JobStatus.Failed, $"more than {Terms.Rules.FailedUnitLimit} units failed, the first of them because: {first.Reason}");
        }

        if (Done.Count + FailedCount < Terms.Units) return null;
        try
        {
            var size = Total.Encode().Length;
            if (size > Limits.PartialBytes)
                return new(JobStatus.Failed, $"the merged partial has {size} bytes, over the limit of {Limits.PartialBytes}");
        }
        catch (Exception e)
        {
            return new(JobStatus.Failed, $"the merged partial cannot be written: {e.Message}");
        }

        return new(FailedCount == 0 ? JobStatus.Completed : JobStatus.CompletedWithFailures, Reason: null);
    }

    /// <param name="leased">What leases have taken out: to the state it is pending.</param>
    internal JobSnapshot Snapshot(IEnumerable<Fragment> leased) => new(
        Status,
        Reason,
        [.. Done.Ranges],
        [.. Pending.Fragments.Concat(leased).Where(fragment => fragment.Standing != Standing.Fresh).OrderBy(fragment => fragment.Range)],
        [.. Failed],
        Chunks,
        Retries,
        Total.Encode());

    private void Wait(UnitRange range, Standing standing)
    {
        Pending.Remove(range);
        Pending.Put(range, standing);
    }

    private void AddFailed(FailedUnits unit)
    {
        FailedCount += unit.Range.Length;
        var at = _failed.FindIndex(other => other.Range.From > unit.Range.From);
        if (at < 0) at = _failed.Count;
        if (at > 0 && Continues(_failed[at - 1], unit))
        {
            unit = unit with { Range = new(_failed[--at].Range.From, unit.Range.To) };
            _failed.RemoveAt(at);
        }

        if (at < _failed.Count && Continues(unit, _failed[at]))
        {
            unit = unit with { Range = new(unit.Range.From, _failed[at].Range.To) };
            _failed.RemoveAt(at);
        }

        _failed.Insert(at, unit);
    }

    private static bool Continues(FailedUnits first, FailedUnits second) =>
        first.Range.To == second.Range.From && first.Attempts == second.Attempts
        && string.Equals(first.Reason, second.Reason, StringComparison.Ordinal);
}
