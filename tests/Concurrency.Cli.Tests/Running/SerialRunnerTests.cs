using Concurrency.Actors.Configuration;
using Concurrency.Cli.Running;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Microsoft.Extensions.Time.Testing;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Tests.Running;

public class SerialRunnerTests
{
    private static readonly EngineSettings Settings = EngineSettings.Read(ConfigurationFiles.Load());

    [Theory]
    [InlineData(null, 10)]
    [InlineData(1L, 100)]
    [InlineData(7L, 15)]
    [InlineData(1000L, 1)]
    public async Task Every_unit_is_run_once_in_pieces(long? chunk, long chunks)
    {
        var workload = new CountingWorkload();
        var report = await RunAsync(workload, chunk);
        Assert.Equal((JobStatus.Completed, 100, chunks), (report.Status, report.UnitsDone, report.Chunks));
        Assert.Equal(Enumerable.Range(0, 100).Sum(), Sum.Decode(report.Total).Value);
    }

    [Fact]
    public async Task A_unit_that_fails_is_found_and_the_others_are_done()
    {
        var report = await RunAsync(new CountingWorkload { Poison = 42 }, chunk: null);
        Assert.Equal((JobStatus.CompletedWithFailures, 99), (report.Status, report.UnitsDone));
        var failed = Assert.Single(report.Failed);
        Assert.Equal((42, 43, "unit 42 is poison"), (failed.Range.From, failed.Range.To, failed.Reason));
        Assert.Equal(Enumerable.Range(0, 100).Sum() - 42, Sum.Decode(report.Total).Value);
    }

    [Fact]
    public async Task A_job_that_needs_every_unit_fails_with_the_reason()
    {
        var report = await RunAsync(new CountingWorkload { Poison = 42, RequiresAllUnits = true }, chunk: 1);
        Assert.Equal((JobStatus.Failed, 42), (report.Status, report.UnitsDone));
        Assert.Contains("unit 42 is poison", report.Reason, StringComparison.Ordinal);
        Assert.True(report.Total.IsEmpty);
    }

    [Fact]
    public async Task What_is_handed_back_waits_its_time_and_is_run_again_with_its_note()
    {
        var workload = new CountingWorkload { HandsBack = 5 };
        var report = await RunAsync(workload, chunk: 10);
        Assert.Equal((JobStatus.Completed, 100, 11), (report.Status, report.UnitsDone, report.Chunks));
        Assert.Equal(Enumerable.Range(0, 100).Sum(), Sum.Decode(report.Total).Value);
    }

    [Fact]
    public async Task A_cancelled_job_counts_what_was_done()
    {
        using var source = new CancellationTokenSource();
        var workload = new CountingWorkload { OnUnit = unit => { if (unit == 57) source.Cancel(); } };
        var report = await new SerialRunner(workload, Settings, TimeProvider.System)
            .RunAsync(workload.Spec(chunk: 10), [], new(), source.Token);
        Assert.Equal((JobStatus.Cancelled, 50), (report.Status, report.UnitsDone));
    }

    [Fact]
    public async Task Progress_counts_within_a_piece()
    {
        var time = new FakeTimeProvider();
        var seen = new List<long>();
        var workload = new CountingWorkload { OnUnit = unit => { if (unit == 57) time.Advance(TimeSpan.FromSeconds(1)); } };
        await new SerialRunner(workload, Settings, time).RunAsync(
            workload.Spec(chunk: 1000), [], new() { Progress = report => seen.Add(report.UnitsDone) }, CancellationToken.None);
        Assert.All(seen, units => Assert.Equal(57, units));
        Assert.NotEmpty(seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Chunks_share_the_slot_as_the_workload_wants_and_rows_come_once(int chunksPerSlot)
    {
        var workload = new EchoWorkload(chunksPerSlot);
        var (records, notices) = (new List<UnitRecord>(), new List<Notice>());
        var items = Enumerable.Range(0, 20).Select(unit => Payload.FromText($"{unit}")).ToList();
        var report = await new SerialRunner(workload, Settings, TimeProvider.System).RunAsync(
            new(workload.Name, workload.Encode(new(0)), ChunkUnits: 2), items, new() { Rows = (some, others) => { records.AddRange(some); notices.AddRange(others); } },
            CancellationToken.None);
        Assert.Equal((JobStatus.Completed, 10), (report.Status, report.Chunks));
        Assert.Equal(items, records.OrderBy(record => record.Unit).Select(record => record.Body));
        Assert.Equal(20, notices.Count);
        Assert.Equal(chunksPerSlot, workload.MostAtOnce);
    }

    [Fact]
    public async Task A_listener_that_cannot_take_its_rows_ends_the_job()
    {
        var workload = new EchoWorkload(chunksPerSlot: 2);
        var items = Enumerable.Range(0, 20).Select(unit => Payload.FromText($"{unit}")).ToList();
        await Assert.ThrowsAsync<IOException>(() => new SerialRunner(workload, Settings, TimeProvider.System).RunAsync(
            new(workload.Name, workload.Encode(new(0)), ChunkUnits: 1), items, new() { Rows = (_, _) => throw new IOException("full") }, CancellationToken.None));
    }

    private static Task<JobReport> RunAsync(CountingWorkload workload, long? chunk) =>
        new SerialRunner(workload, Settings, TimeProvider.System).RunAsync(workload.Spec(chunk), [], new(), CancellationToken.None);
}
