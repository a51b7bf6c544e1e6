using Akka.Actor;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Driving;

/// <summary>What goes in with a job, item by item, and what comes out beside its sum, row by row.</summary>
public class RowTests
{
    [Theory]
    [InlineData(SlotKind.Cpu)]
    [InlineData(SlotKind.Io)]
    public async Task Items_reach_their_units_and_records_and_notices_come_back_once(SlotKind slot)
    {
        var workload = new TestWorkload();
        await using var engine = Start(workload);
        var items = Enumerable.Range(0, 30_000).Select(unit => unit % 1000 == 7 ? $"a notice for unit {unit}" : $"unit {unit}").ToList();
        var heard = Subscribe(engine, expected: 30);

        var (records, notices) = (new List<UnitRecord>(), new List<Notice>());
        await engine.Jobs.RunAsync(workload, new(0) { Slot = slot }, items.Select(Payload.FromText), page =>
        {
            records.AddRange(page.Records);
            notices.AddRange(page.Notices);
        });

        Assert.Equal(items, records.OrderBy(record => record.Unit).Select(record => record.Body.AsText()), StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => i * 1000L + 7), notices.Select(notice => notice.Unit).Order());
        Assert.Equal(notices, await heard.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_job_waits_for_a_driver_that_reads_and_loses_nothing()
    {
        // Each page is more than may wait, so between two of them the job has to stop.
        var workload = new TestWorkload();
        await using var engine = Start(workload, "concurrency.job.unread-rows = 1KiB");
        var items = Enumerable.Range(0, 5_000).Select(unit => Payload.FromText($"{unit}")).ToList();
        var job = await engine.Jobs.SubmitAsync(new("test", workload.Encode(new(0)), ChunkUnits: 10), items);
        var (seen, most) = (new List<long>(), 0L);
        await foreach (var page in engine.Jobs.RowsAsync(job))
        {
            seen.AddRange(page.Records.Select(record => record.Unit));
            most = Math.Max(most, page.Records.Sum(record => record.Body.Length));
        }

        Assert.Equal(Enumerable.Range(0, 5_000).Select(unit => (long)unit), seen.Order());
        Assert.InRange(most, 1, Limits.PageBytes);
        Assert.Equal(JobStatus.Completed, (await engine.Jobs.WaitAsync(job)).Status);
    }

    [Fact]
    public async Task A_driver_that_stops_reading_stops_the_job_until_it_reads_on()
    {
        var (begun, gate) = (0, new Gate());
        var workload = new TestWorkload(chunk =>
        {
            Interlocked.Increment(ref begun);
            return gate.Pass(chunk);
        });
        await using var engine = Start(workload, "concurrency.job.unread-rows = 1KiB");
        var items = Enumerable.Range(0, 2_000).Select(unit => Payload.FromText($"{unit}"));
        var job = await engine.Jobs.SubmitAsync(new("test", workload.Encode(new(0)), ChunkUnits: 10), items);
        await using var rows = engine.Jobs.RowsAsync(job).GetAsyncEnumerator();
        gate.Open(1);
        Assert.True(await rows.MoveNextAsync());
        gate.Open(199);
        // Progress is pulled once more than it takes for everything that was leased by then to be done.
        for (var pull = 0; pull < 5; pull++) await engine.Jobs.WatchAsync(job).FirstAsync();
        Assert.InRange(begun, 1, 199);

        while (await rows.MoveNextAsync())
        {
        }

        Assert.Equal(JobStatus.Completed, (await engine.Jobs.WaitAsync(job)).Status);
        Assert.Equal(200, begun);
    }

    [Fact]
    public async Task A_reader_that_throws_calls_its_job_off()
    {
        var workload = new TestWorkload();
        await using var engine = Start(workload);
        await Assert.ThrowsAsync<IOException>(() => engine.Jobs.RunAsync(
            workload, new(0), Enumerable.Repeat(Payload.FromText("a"), 100_000), _ => throw new IOException("full")));
    }

    private static LocalEngine Start(TestWorkload workload, string overrides = "") =>
        LocalEngine.Start(new(workload), slots: 4, ConfigurationFiles.Load("testing", overrides: overrides));

    private static Task<List<Notice>> Subscribe(LocalEngine engine, int expected)
    {
        var all = new TaskCompletionSource<List<Notice>>();
        var listener = engine.System.ActorOf(Props.Create(() => new NoticeCollector(expected, all)));
        engine.System.EventStream.Subscribe(listener, typeof(NoticeCast));
        return all.Task;
    }

    private sealed class NoticeCollector : ReceiveActor
    {
        public NoticeCollector(int expected, TaskCompletionSource<List<Notice>> all)
        {
            var notices = new List<Notice>();
            Receive<NoticeCast>(cast =>
            {
                notices.Add(cast.Notice);
                if (notices.Count == expected) all.SetResult(notices);
            });
        }
    }
}
