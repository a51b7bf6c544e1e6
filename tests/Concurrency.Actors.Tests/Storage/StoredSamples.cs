using Concurrency.Actors.Storage;
using Concurrency.Core;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Storage.JobEvents;
using static Concurrency.Actors.Storage.RegisterEvents;

namespace Concurrency.Actors.Tests.Storage;

/// <summary>One event of each kind, with nothing left at its default where that can be told apart.</summary>
internal static class StoredSamples
{
    private static readonly JobId TheJob = new("gamma-7f3a91c2");
    private static readonly Payload Bytes = new(new byte[] { 0, 1, 255 });
    private static readonly DateTimeOffset Time = new(2030, 1, 2, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static readonly Standing Tried = new()
    {
        Attempts = 3,
        Alone = 2,
        MaxUnits = 5,
        MaxSuspects = 4,
        NotBefore = Time,
        Avoid = new(["anna"], ["host"], TimeSpan.FromMinutes(1)),
        AvoidUntil = Time.AddHours(1),
        Note = Bytes,
        Loss = new(new(ulong.MaxValue, 17), new() { Attempts = 2 }),
    };

    private static readonly JobOpened Opened = new(7, TheJob, new("gamma", Bytes, 9, 3), "request", "nightly", Time);

    private static readonly JobOver Over = new(
        new(
            TheJob, "gamma", "nightly", 3, Time, JobStatus.Cancelled, TakesInput: true, WaitsForReader: true, Units: 10, UnitsDone: 9, FailedUnits: 8,
            Chunks: 7, Retries: 6, TimeSpan.FromSeconds(5.5), Rows: 4, RowsKept: 3),
        123,
        Time);

    private static readonly JobCommitted Committed = new(100, 99, ulong.MaxValue, "2", Time);

    public static IReadOnlyDictionary<Type, IStoredEvent> All { get; } = new IStoredEvent[]
    {
        new TakenOver(5, Time),
        Opened,
        Over,
        new JobResumed(TheJob),
        new JobForgotten(TheJob),
        new JobErased(TheJob),
        new RegisterSnapshot(7, 5, [Opened, Opened with { Key = null }], [Over], [TheJob]),
        new PageAdded(3, [Bytes, Payload.Empty]),
        Committed,
        new JobBatch(
            [
                new LedgerEvent.RangeDone([new(0, 3), new(5, 6)], Bytes, [new(1, Bytes), new(2, Payload.Empty)], [new(1, Bytes)]),
                new LedgerEvent.RangeFailed(new(6, 9), "why", Tried),
                new LedgerEvent.RangeLost(new(9, 12), "gone", Tried with { Loss = null }),
                new LedgerEvent.RangeFound(new(9, 12), Standing.Fresh),
                new LedgerEvent.HandedBack(new(12, 13), Tried),
                new LedgerEvent.UnitFailed(new(new(6, 7), "no", 3)),
                new LedgerEvent.Cancelled(),
                new LedgerEvent.Retried(),
                new LedgerEvent.Completed(JobStatus.Failed, "poison"),
                new LedgerEvent.Completed(JobStatus.Completed, Reason: null),
            ],
            Time,
            TimeSpan.FromSeconds(1.5),
            ["retry-1"]),
        new StoredJob(
            5,
            Committed,
            [new(1, 500), new(2, 499)],
            new(JobStatus.CompletedWithFailures, "why", [new(0, 3)], [new(new(6, 9), Tried)], [new(new(3, 4), "no", 3)], 8, 2, Bytes),
            Time,
            TimeSpan.FromSeconds(1.5),
            ["retry-1"],
            [new(4, 3, 77, [new(0, 3), new(5, 6)])],
            1234),
    }.ToDictionary(sample => sample.GetType());

    public static IEnumerable<Type> Types => typeof(IStoredEvent).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IStoredEvent)) && !type.IsInterface);

    /// <summary>The kinds of event that a batch may have in it.</summary>
    public static IEnumerable<Type> LedgerTypes => typeof(LedgerEvent).GetNestedTypes().Where(type => type.IsAssignableTo(typeof(LedgerEvent)));
}
