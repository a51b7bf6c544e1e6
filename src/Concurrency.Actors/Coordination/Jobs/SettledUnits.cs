using Concurrency.Core.Ledger;
using Concurrency.Core.Units;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>The units of a job that are done or have failed, as far as anybody may know: a list of what came of them has no gap before the first other.</summary>
internal sealed class SettledUnits
{
    private readonly RangeSet _done = new();
    private RangeSet _failed = new();

    /// <summary>Begins with a snapshot.</summary>
    public void Restore(JobSnapshot snapshot)
    {
        foreach (var range in snapshot.Done) _done.Add(range);
        foreach (var failed in snapshot.Failed) _failed.Add(failed.Range);
    }

    public void Add(LedgerEvent happened)
    {
        if (happened is LedgerEvent.UnitFailed failed) _failed.Add(failed.Unit.Range);
        // What failed is run again.
        if (happened is LedgerEvent.Retried) _failed = new();
        if (happened is not LedgerEvent.RangeDone done) return;
        foreach (var range in done.Ranges) _done.Add(range);
    }

    /// <summary>The first unit from <paramref name="from"/> on that is neither done nor failed.</summary>
    public long FirstOpen(long from)
    {
        while (_failed.FirstMissing(_done.FirstMissing(from)) is var next && next > from) from = next;
        return from;
    }
}
