using Concurrency.Actors.Wire;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.PeerProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Tests.Wire;

/// <summary>One message of each type, with nothing left at its default where that can be told apart.</summary>
internal static class WireSamples
{
    private static readonly JobId TheJob = new("test-1");
    private static readonly LeaseId TheLease = new(ulong.MaxValue, 17);
    private static readonly WorkerId TheWorker = new("anna", 42);
    private static readonly Payload Bytes = new(new byte[] { 0, 1, 255 });

    private static readonly ChunkOutput SomeOutput = new(Bytes)
    {
        HandBacks =
        [
            new(new(3, 5), TimeSpan.FromSeconds(2.5)) { Avoid = new(["anna"], ["host"], TimeSpan.FromMinutes(1)), Note = Bytes, MaxUnits = 3 },
            new(new(7, 8), TimeSpan.Zero),
        ],
        Records = [new(1, Bytes), new(2, Payload.Empty)],
        Notices = [new(1, Bytes)],
    };

    private static readonly JobReport SomeReport = new(
        TheJob, JobStatus.CompletedWithFailures, "why", 9, 8, [new(new(3, 4), "no", 3)], 5, 2, TimeSpan.FromSeconds(1.5), Bytes);

    private static readonly JobSummary SomeSummary = new(
        TheJob,
        "gamma",
        "nightly",
        3,
        new(2030, 1, 2, 3, 4, 5, 6, TimeSpan.Zero),
        JobStatus.Cancelled,
        TakesInput: true,
        WaitsForReader: true,
        Units: 10,
        UnitsDone: 9,
        FailedUnits: 8,
        Chunks: 7,
        Retries: 6,
        TimeSpan.FromSeconds(5.5),
        Rows: 4,
        RowsKept: 3);

    public static IReadOnlyDictionary<Type, IWireMessage> All { get; } = new IWireMessage[]
    {
        new Hello(
            TheWorker, "host", 3, TimeSpan.FromMicroseconds(12.3), new(4, 8),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["gamma"] = "1" }, [new(TheJob, TheLease, new(5, 9))], 501, "1.2.3", IsDraining: true),
        new AlsoHeld(TheWorker, 3, [new(TheJob, TheLease, new(5, 9))]),
        new Welcome(3),
        new Lend(TheJob, TheLease, 2, new(0, long.MaxValue), "gamma", "1", Bytes, 9, [Bytes, Payload.Empty], Bytes),
        new Revoke(TheJob, TheLease),
        new Settled(TheJob, TheLease),
        new Done(TheJob, TheLease, TheWorker, 2, new(0, 9), SomeOutput, TimeSpan.FromTicks(1)),
        new Failed(TheJob, TheLease, TheWorker, 2, "no", TimeSpan.FromTicks(3)),
        new Progress(TheJob, TheLease, TheWorker, 2, 7),
        new Returned(TheJob, TheLease, TheWorker),
        new Drain(),
        new Bundle([new Settled(TheJob, TheLease), new Returned(TheJob, TheLease, TheWorker)]),

        new Knock(1, "1.2.3", "w-1"),
        new Admitted(),
        new Seeds(["one:4053", "two:4053"]),
        new Incompatible("no"),
        new ListWorkers("w-1"),
        new WorkerPage([new("w-1", "host", "w-1:4053", "1.2.3", 4, 8, 5, IsDraining: true, TimeSpan.FromSeconds(1.5))], End: true),
        new DrainWorker("w-1"),
        new Draining("w-1"),

        new Open(new("gamma", Bytes, 5, Priority: 7), "request-1", "nightly"),
        new Opened(TheJob, Existing: true, Pages: 3),
        new Refused("no"),
        new Page(TheJob, 3, [Bytes, Payload.Empty]),
        new PageTaken(TheJob, 3),
        new Commit(TheJob, Items: 9, Digest: ulong.MaxValue),
        new Committed(TheJob, 9),
        new Cancel(TheJob),
        new Retry(TheJob, "request-2"),
        new Delete(TheJob),
        new Deleted(TheJob),
        new UnknownJob(TheJob),
        new ListJobs(7),
        new JobPage([SomeSummary], Next: 8, End: true),
        new Show(TheJob),
        new JobDetails(SomeSummary, SomeReport, Bytes),
        new PullProgress(TheJob),
        SomeReport,
        new PullRows(TheJob, 4, "reader-1"),
        new RowPage(TheJob, [new(1, Bytes)], [new(1, Bytes), new(1, Payload.Empty)], 5, End: true, Missed: 2),
    }.ToDictionary(message => message.GetType());

    /// <summary>Every type of message there is.</summary>
    public static IEnumerable<Type> MessageTypes =>
        typeof(IWireMessage).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IWireMessage)));

    public static T Of<T>() where T : IWireMessage => (T)All[typeof(T)];
}
