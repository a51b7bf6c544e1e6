using System.Collections.Concurrent;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Actors.Tests.Storage;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Driving;

/// <summary>The whole engine on a SQLite file, ended in the middle of a job and begun again.</summary>
public sealed class StoredEngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<long> _run = [];
    private readonly Gate _gate = new();
    private readonly TestWorkload _workload;

    public StoredEngineTests() => _workload = new(async chunk =>
    {
        await _gate.PassAsync(chunk);
        for (var unit = chunk.Range.From; unit < chunk.Range.To; unit++) _run.Enqueue(unit);
    });

    public void Dispose()
    {
        _gate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_job_goes_on_where_it_was_and_what_is_done_is_not_run_again()
    {
        JobId job;
        await using (var engine = Start())
        {
            job = await engine.Jobs.SubmitAsync(SpecOf(units: 20), key: "nightly");
            _gate.Open(7);
            await foreach (var report in engine.Jobs.WatchAsync(job))
            {
                if (report.UnitsDone == 7) break;
            }
        }

        Assert.Equal(7, _run.Count);
        _gate.Open(20);
        await using (var engine = Start())
        {
            Assert.Equal(job, await engine.Jobs.SubmitAsync(SpecOf(units: 20), key: "nightly"));
            var end = await engine.Jobs.WaitAsync(job);
            Assert.Equal((JobStatus.Completed, 20, 0, new UnitSum(20, 190)), (end.Status, end.Chunks, end.Retries, UnitSum.Decode(end.Total)));
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(unit => (long)unit), _run.Order());
        await using (var engine = Start())
        {
            var end = await engine.Jobs.WaitAsync(job);
            Assert.Equal((JobStatus.Completed, new UnitSum(20, 190)), (end.Status, UnitSum.Decode(end.Total)));
        }
    }

    [Fact]
    public async Task Every_row_is_there_once_and_rows_come_to_what_the_partials_come_to()
    {
        const int items = 3000;
        JobId job;
        await using (var engine = Start())
        {
            job = await engine.Jobs.SubmitAsync(SpecOf(units: 0), Enumerable.Range(0, items).Select(Item));
            _gate.Open(100);
            await foreach (var report in engine.Jobs.WatchAsync(job))
            {
                if (report.UnitsDone >= 1000) break;
            }
        }

        _gate.Open(items);
        var rows = new List<UnitRecord>();
        await using (var engine = Start())
        {
            await foreach (var page in engine.Jobs.RowsAsync(job)) rows.AddRange(page.Records);
            var end = await engine.Jobs.WaitAsync(job);
            Assert.Equal(new(items, items * (items - 1L) / 2), UnitSum.Decode(end.Total));
            Assert.Equal(UnitSum.Decode(end.Total), new(rows.Count, rows.Sum(row => row.Unit)));
            // Each item comes back as a record and as a notice.
            Assert.Equal(2 * items, (await engine.Jobs.ShowAsync(job)).Summary.RowsKept);
        }

        Assert.Equal(Enumerable.Range(0, items).Select(unit => new UnitRecord(unit, Item(unit))), rows.OrderBy(row => row.Unit));
        var again = new List<UnitRecord>();
        await using (var engine = Start())
        {
            await foreach (var page in engine.Jobs.RowsAsync(job)) again.AddRange(page.Records);
        }

        Assert.Equal(rows, again);
    }

    private static Payload Item(int number) => Payload.FromText($"{number}".PadLeft(100, '0'));

    private JobSpec SpecOf(long units) => new("test", _workload.Encode(new(units) { Slot = SlotKind.Io }), units > 0 ? 1 : 10);

    private LocalEngine Start() => LocalEngine.Start(
        new(_workload),
        slots: 4,
        ConfigurationFiles.Load(overrides: """
            concurrency.driver { progress-interval = 5ms, try-timeout = 50ms, answer-timeout = 30s }
            concurrency.coordinator.adoption-time = 10ms
            concurrency.store.snapshot-every = 10
            """),
        data: _folder.Name);
}
