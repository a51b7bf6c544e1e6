using System.Collections.Immutable;
using Concurrency.Actors.Wire;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;

namespace Concurrency.Actors.Storage;

/// <summary>The pieces that stored events are made of, to their format and back. A piece that is missing makes a <see cref="FormatException"/>.</summary>
internal static class StoredParts
{
    public static long ToStore(this DateTimeOffset at) => at.UtcTicks;

    public static DateTimeOffset ToPoint(this long ticks) => new(ticks, TimeSpan.Zero);

    public static Proto.LedgerEvent ToStore(this LedgerEvent happened) => happened switch
    {
        LedgerEvent.RangeDone done => new()
        {
            RangeDone = new()
            {
                Ranges = { done.Ranges.Select(Parts.ToWire) },
                Partial = done.Partial.ToWire(),
                Records = { done.Records.Select(Parts.ToWire) },
                Notices = { done.Notices.Select(Parts.ToWire) },
            },
        },
        LedgerEvent.RangeFailed failed => new() { RangeFailed = new() { Range = failed.Range.ToWire(), Reason = failed.Reason, Standing = failed.Standing.ToStore() } },
        LedgerEvent.RangeLost lost => new() { RangeLost = new() { Range = lost.Range.ToWire(), Reason = lost.Reason, Standing = lost.Standing.ToStore() } },
        LedgerEvent.RangeFound found => new() { RangeFound = new() { Range = found.Range.ToWire(), Standing = found.Standing.ToStore() } },
        LedgerEvent.HandedBack back => new() { HandedBack = new() { Range = back.Range.ToWire(), Standing = back.Standing.ToStore() } },
        LedgerEvent.UnitFailed failed => new() { UnitFailed = failed.Unit.ToWire() },
        LedgerEvent.Cancelled => new() { Cancelled = new() },
        LedgerEvent.Retried => new() { Retried = new() },
        LedgerEvent.Completed completed => new() { Completed = ToStore(completed) },
        _ => throw new ArgumentException($"{happened.GetType().Name} has no format in the store.", nameof(happened)),
    };

    public static LedgerEvent ToEvent(this Proto.LedgerEvent stored) => stored.HappenedCase switch
    {
        Proto.LedgerEvent.HappenedOneofCase.RangeDone => new LedgerEvent.RangeDone(
            [.. stored.RangeDone.Ranges.Select(Parts.ToRange)],
            stored.RangeDone.Partial.ToPayload(),
            [.. stored.RangeDone.Records.Select(Parts.ToRecord)],
            [.. stored.RangeDone.Notices.Select(Parts.ToNotice)]),
        Proto.LedgerEvent.HappenedOneofCase.RangeFailed => new LedgerEvent.RangeFailed(
            stored.RangeFailed.Range.ToRange(), stored.RangeFailed.Reason, stored.RangeFailed.Standing.ToStanding()),
        Proto.LedgerEvent.HappenedOneofCase.RangeLost => new LedgerEvent.RangeLost(
            stored.RangeLost.Range.ToRange(), stored.RangeLost.Reason, stored.RangeLost.Standing.ToStanding()),
        Proto.LedgerEvent.HappenedOneofCase.RangeFound => new LedgerEvent.RangeFound(stored.RangeFound.Range.ToRange(), stored.RangeFound.Standing.ToStanding()),
        Proto.LedgerEvent.HappenedOneofCase.HandedBack => new LedgerEvent.HandedBack(stored.HandedBack.Range.ToRange(), stored.HandedBack.Standing.ToStanding()),
        Proto.LedgerEvent.HappenedOneofCase.UnitFailed => new LedgerEvent.UnitFailed(stored.UnitFailed.ToFailed()),
        Proto.LedgerEvent.HappenedOneofCase.Cancelled => new LedgerEvent.Cancelled(),
        Proto.LedgerEvent.HappenedOneofCase.Retried => new LedgerEvent.Retried(),
        Proto.LedgerEvent.HappenedOneofCase.Completed => new LedgerEvent.Completed(
            (JobStatus)stored.Completed.Status, stored.Completed.HasReason ? stored.Completed.Reason : null),
        _ => throw new FormatException("it has something in it that this program does not know of"),
    };

    public static Proto.Fragment ToStore(this Fragment fragment) => new() { Range = fragment.Range.ToWire(), Standing = fragment.Standing.ToStore() };

    public static Fragment ToFragment(this Proto.Fragment stored) => new(stored.Range.ToRange(), stored.Standing.ToStanding());

    public static Proto.JobState ToStore(this JobSnapshot snapshot)
    {
        var stored = new Proto.JobState
        {
            Status = (Wire.Proto.JobStatus)snapshot.Status,
            Done = { snapshot.Done.Select(Parts.ToWire) },
            Waiting = { snapshot.Waiting.Select(ToStore) },
            Failed = { snapshot.Failed.Select(Parts.ToWire) },
            Chunks = snapshot.Chunks,
            Retries = snapshot.Retries,
            Total = snapshot.Total.ToWire(),
        };
        if (snapshot.Reason is { } reason) stored.Reason = reason;
        return stored;
    }

    public static JobSnapshot ToSnapshot(this Proto.JobState? stored) => new(
        (JobStatus)Present(stored).Status,
        stored!.HasReason ? stored.Reason : null,
        [.. stored.Done.Select(Parts.ToRange)],
        [.. stored.Waiting.Select(ToFragment)],
        [.. stored.Failed.Select(Parts.ToFailed)],
        stored.Chunks,
        stored.Retries,
        stored.Total.ToPayload());

    public static T Present<T>(T? part) where T : class => part ?? throw new FormatException($"it lacks its {typeof(T).Name}");

    private static Proto.Completed ToStore(LedgerEvent.Completed completed)
    {
        var stored = new Proto.Completed { Status = (Wire.Proto.JobStatus)completed.Status };
        if (completed.Reason is { } reason) stored.Reason = reason;
        return stored;
    }

    private static Proto.Standing ToStore(this Standing standing)
    {
        var stored = new Proto.Standing
        {
            Attempts = standing.Attempts,
            Alone = standing.Alone,
            NotBefore = standing.NotBefore.ToStore(),
            AvoidWorkers = { standing.Avoid.Workers },
            AvoidHosts = { standing.Avoid.Hosts },
            AvoidFor = standing.Avoid.For.Ticks,
            AvoidUntil = standing.AvoidUntil.ToStore(),
            Note = standing.Note.ToWire(),
        };
        if (standing.MaxUnits < long.MaxValue) stored.MaxUnits = standing.MaxUnits;
        if (standing.MaxSuspects < int.MaxValue) stored.MaxSuspects = standing.MaxSuspects;
        if (standing.Loss is { } loss) stored.Loss = new() { Lease = loss.Lease.ToWire(), Before = loss.Before.ToStore() };
        return stored;
    }

    private static Standing ToStanding(this Proto.Standing? stored) => new()
    {
        Attempts = Present(stored).Attempts,
        Alone = stored!.Alone,
        MaxUnits = stored.HasMaxUnits ? stored.MaxUnits : long.MaxValue,
        MaxSuspects = stored.HasMaxSuspects ? stored.MaxSuspects : int.MaxValue,
        NotBefore = stored.NotBefore.ToPoint(),
        Avoid = new(stored.AvoidWorkers.ToImmutableArray(), stored.AvoidHosts.ToImmutableArray(), new(stored.AvoidFor)),
        AvoidUntil = stored.AvoidUntil.ToPoint(),
        Note = stored.Note.ToPayload(),
        Loss = stored.Loss is null ? null : new(stored.Loss.Lease.ToLease(), stored.Loss.Before.ToStanding()),
    };
}
