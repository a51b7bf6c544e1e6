using Akka.Actor;
using Akka.TestKit.Xunit2;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Coordination.Rows;
using Concurrency.Actors.Driving;
using Concurrency.Actors.Wire;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Tests.Wire;

/// <summary>The largest messages that there can be. One that does not fit a frame is lost with no more than a line in a log.</summary>
public class FrameTests() : TestKit(ConfigurationFiles.Load("testing"))
{
    /// <summary>The frame is 128,000 bytes; names of the sender and the receiver go with a message.</summary>
    private const int MostBytes = 127_000;

    private const long HighUnit = UnitRange.MaxUnits - 1;

    private static readonly JobId TheJob = new(new string('j', 50));

    [Fact]
    public void A_report_of_a_hundred_failures_with_endless_reasons_fits()
    {
        var settings = EngineSettings.Read(ConfigurationFiles.Load());
        var traits = new WorkloadTraits();
        var terms = new JobTerms(1000, traits, ChunkUnits: 1, settings.Rules with { AttemptLimit = 1, FailedUnitLimit = 100 });
        var state = new JobState(terms, new Largest());
        var (ledger, clock) = (new JobLedger(state, epoch: 1), new SteadyClock(TimeProvider.System));
        while (ledger.Grant(new(new("anna", 1), "host", 2, Idle: true, Vacant: false), clock.Now) is { } lease)
        {
            if (lease.Range.From % 2 == 0) ledger.Fail(lease.Id, $"{lease.Range.From} {new string('語', 100_000)}");
            else ledger.Done(new(lease.Id, lease.Worker, lease.Range, new(Payload.Empty), TimeSpan.Zero), clock.Now);
        }

        var report = new JobProgress(TheJob, ledger, clock).Report();
        Assert.Equal((JobStatus.Failed, 101, Limits.PartialBytes), (report.Status, report.Failed.Count, report.Total.Length));
        AssertFits(report);
        AssertFits(new JobDetails(WireSamples.Of<JobDetails>().Summary with { Job = TheJob, Key = new('k', Limits.KeyBytes) }, report, new(new byte[Limits.ParametersBytes])));
    }

    [Fact]
    public void A_reason_that_no_unit_gave_is_cut_too()
    {
        var settings = EngineSettings.Read(ConfigurationFiles.Load());
        var state = new JobState(new(1, new(), ChunkUnits: 1, settings.Rules), new Largest());
        state.Apply(new LedgerEvent.Completed(JobStatus.Failed, new string('語', 100_000)));
        AssertFits(new JobProgress(TheJob, new(state, epoch: 1), new(TimeProvider.System)).Report());
    }

    [Theory]
    [InlineData(1, Limits.PageBytes - 16)]
    [InlineData(64, 1008)]
    [InlineData(4096, 0)]
    public void A_page_of_rows_fits(int rows, int bytes)
    {
        var queue = new RowQueue(unread: 1 << 20, keepsRead: true);
        for (var i = 3; i > 0; i--)
        {
            var range = new UnitRange(HighUnit - i * rows, HighUnit - (i - 1) * rows);
            var chunk = new ChunkOutput(Payload.Empty)
            {
                Records = [.. Enumerable.Range(0, rows).Select(row => new UnitRecord(range.From + row, new(new byte[bytes])))],
            };
            Assert.Null(chunk.FaultFor(range));
            queue.Add([new LedgerEvent.RangeDone([range], Payload.Empty, chunk.Records, [])], sequence: 1);
        }

        foreach (var pull in new[] { new PullRows(TheJob, 0, "reader"), new PullRows(TheJob, HighUnit - 3 * rows, "reader", RowView.Listed) })
        {
            var page = queue.Page(pull, over: null);
            Assert.Equal(rows, page.Records.Count);
            AssertFits(page);
        }
    }

    [Theory]
    [InlineData(1, Limits.PageBytes)]
    [InlineData(2, Limits.PageBytes)]
    [InlineData(100_000, 1)]
    [InlineData(100_000, 0)]
    public async Task A_page_of_items_fits(int items, int bytes)
    {
        var probe = CreateTestProbe();
        var submitting = new JobClient(probe, EngineSettings.Read(Sys.Settings.Config))
            .SubmitAsync(new("test", new(new byte[Limits.ParametersBytes]), null), Enumerable.Repeat(new Payload(new byte[bytes]), items), new string('k', Limits.KeyBytes));
        AssertFits(probe.ExpectMsg<Open>());
        probe.Reply(new Opened(TheJob, Existing: false, Pages: 0));
        var taken = 0;
        while (taken < items)
        {
            var page = probe.ExpectMsg<Page>();
            AssertFits(page);
            taken += page.Items.Count;
            probe.Reply(new PageTaken(TheJob, page.Number));
        }

        probe.ExpectMsg<Commit>();
        probe.Reply(new Committed(TheJob, items));
        Assert.Equal(TheJob, await submitting);
    }

    public static TheoryData<string, int> Outputs() => new() { { "rows", 4096 }, { "hand-backs", 1024 }, { "names", 400 } };

    [Theory]
    [MemberData(nameof(Outputs))]
    public void A_result_fits(string of, int units)
    {
        var range = new UnitRange(HighUnit - units, HighUnit);
        var name = new string('語', of is "names" ? 30 : 0);
        var output = new ChunkOutput(new(new byte[Limits.PartialBytes]))
        {
            Records = of is "rows" ? [.. Enumerable.Range(0, units).Select(row => new UnitRecord(range.From + row, Payload.Empty))] : [],
            HandBacks = of is "rows" ? [] : [.. Enumerable.Range(0, units).Select(row => new HandBack(UnitRange.Of(range.From + row), Limits.Wait - TimeSpan.FromTicks(1))
            {
                Avoid = new(of is "names" ? [name] : [], [], Limits.Wait - TimeSpan.FromTicks(1)),
                MaxUnits = HighUnit,
            })],
        };
        Assert.Null(output.FaultFor(range));
        AssertFits(new Done(TheJob, new(ulong.MaxValue, HighUnit), new(TheJob.Value, ulong.MaxValue), 9, range, output, Limits.Wait));
    }

    [Fact]
    public void A_sentence_fits_however_long_it_is() => AssertFits(new Refused(new('語', 1_000_000)));

    private void AssertFits(IWireMessage message) =>
        Assert.InRange(new WireSerializer((ExtendedActorSystem)Sys).ToBinary(message).Length, 1, MostBytes);

    private sealed class Largest : IAccumulator
    {
        public void Add(Payload partial)
        {
        }

        public Payload Encode() => new(new byte[Limits.PartialBytes]);
    }
}
