using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Driving;

/// <summary>The whole engine in one process, every message over the wire.</summary>
public class LocalEngineTests
{
    [Theory]
    [InlineData(1, null)]
    [InlineData(3, 1L)]
    [InlineData(16, 7L)]
    public async Task A_job_is_run_to_its_end_and_every_unit_counts_once(int slots, long? chunk)
    {
        var workload = new TestWorkload();
        await using var engine = Start(workload, slots);
        var job = await engine.Jobs.SubmitAsync(new("test", workload.Encode(new(10_000)), chunk));
        var report = await engine.Jobs.WaitAsync(job);
        Assert.Equal(JobStatus.Completed, report.Status);
        Assert.Equal(new(10_000, 10_000L * 9_999 / 2), UnitSum.Decode(report.Total));
        if (chunk is { } units) Assert.Equal((10_000 + units - 1) / units, report.Chunks);
    }

    [Fact]
    public async Task A_unit_that_fails_costs_no_more_than_itself()
    {
        var workload = new TestWorkload(chunk => chunk.Range.Contains(777) ? throw new InvalidOperationException("seven") : default);
        await using var engine = Start(workload, slots: 2);
        var report = await engine.Jobs.WaitAsync(await engine.Jobs.SubmitAsync(new("test", workload.Encode(new(5000)), ChunkUnits: 500)));
        Assert.Equal(JobStatus.CompletedWithFailures, report.Status);
        var failed = Assert.Single(report.Failed);
        Assert.Equal((UnitRange.Of(777), "seven"), (failed.Range, failed.Reason));
        Assert.Equal(new(4999, 5000L * 4999 / 2 - 777), UnitSum.Decode(report.Total));
    }

    [Fact]
    public async Task A_job_that_needs_all_units_has_no_result_without_one()
    {
        var workload = new TestWorkload(chunk => chunk.Range.Contains(7) ? throw new InvalidOperationException("seven") : default);
        await using var engine = Start(workload, slots: 2);
        var job = await engine.Jobs.SubmitAsync(new("test", workload.Encode(new(100) { RequiresAllUnits = true }), ChunkUnits: 10));
        var report = await engine.Jobs.WaitAsync(job);
        Assert.Equal(JobStatus.Failed, report.Status);
        Assert.Matches("^unit 7 failed after [0-9]+ attempts: seven$", report.Reason);
        Assert.True(report.Total.IsEmpty);
    }

    [Fact]
    public async Task A_cancelled_job_stops_its_runs_and_the_next_job_has_the_slots()
    {
        var gate = new Gate();
        var workload = new TestWorkload(gate.Pass);
        await using var engine = Start(workload, slots: 2);
        var job = await engine.Jobs.SubmitAsync(new("test", workload.Encode(new(100)), ChunkUnits: 1));
        var running = new[] { gate.NextBegun(), gate.NextBegun() };

        var report = await engine.Jobs.CancelAsync(job);
        Assert.Equal((JobStatus.Cancelled, 0), (report.Status, report.UnitsDone));
        Assert.Equal(JobStatus.Cancelled, (await engine.Jobs.WaitAsync(job)).Status);

        gate.Open(100);
        var next = await engine.Jobs.SubmitAsync(new("test", workload.Encode(new(98)), ChunkUnits: 1));
        Assert.Equal(JobStatus.Completed, (await engine.Jobs.WaitAsync(next)).Status);
        Assert.All(running, chunk => Assert.True(chunk.Cancelled.IsCancellationRequested));
    }

    [Fact]
    public async Task Progress_is_what_running_chunks_report()
    {
        var gate = new Gate();
        var workload = new TestWorkload(chunk =>
        {
            chunk.Report(60);
            return gate.Pass(chunk);
        });
        await using var engine = Start(workload, slots: 1);
        var job = await engine.Jobs.SubmitAsync(new("test", workload.Encode(new(100)), ChunkUnits: 100));
        await foreach (var report in engine.Jobs.WatchAsync(job))
        {
            if (report.UnitsDone == 60) gate.Open();
            if (report.Status.IsOver()) Assert.Equal(100, report.UnitsDone);
        }
    }

    [Fact]
    public async Task An_engine_that_is_disposed_stops_what_runs()
    {
        var gate = new Gate();
        var workload = new TestWorkload(gate.Pass);
        var engine = Start(workload, slots: 1);
        await engine.Jobs.SubmitAsync(new("test", workload.Encode(new(1)), ChunkUnits: null));
        var chunk = gate.NextBegun();
        await engine.DisposeAsync();
        Assert.True(chunk.Cancelled.IsCancellationRequested);
    }

    public static TheoryData<string, RunResult<UnitSum>, string> ImpossibleResults() => new()
    {
        { "a merge that throws", new(new(UnitSum.Unmergeable, 0)), "The partial cannot be merged: unmergeable" },
        { "a wait without end", Result(back: new(new(0, 1), TimeSpan.MaxValue)), "both must be from 0 to 30 days" },
        { "avoidance without end", Result(back: new(new(0, 1), TimeSpan.Zero) { Avoid = new(["a"], [], TimeSpan.MaxValue) }), "both must be from 0 to 30 days" },
        { "avoidance of null", Result(back: new(new(0, 1), TimeSpan.Zero) { Avoid = null! }), "the output cannot be read" },
        { "a hand-back of others' units", Result(back: new(new(7, 9), TimeSpan.Zero)), "outside of the chunk" },
        { "a record of the last unit there could be", Result(record: new(long.MaxValue, default)), "which the run of [0, 1) did not do" },
        { "a record of a megabyte", Result(record: new(0, new(new byte[1 << 20]))), "over the limit of 65536 for one chunk" },
        { "a record that is null", Result(record: null!), "the output cannot be read" },
    };

    [Theory]
    [MemberData(nameof(ImpossibleResults))]
    public async Task A_result_that_cannot_be_is_the_failure_of_its_run_and_harms_no_other_job(
        string _, RunResult<UnitSum> result, string reason)
    {
        var trouble = true;
        var workload = new TestWorkload { Returns = chunk => trouble && chunk.Range.From == 0 ? result : null };
        await using var engine = Start(workload, slots: 2);
        var report = await RunAsync();
        Assert.Equal(JobStatus.CompletedWithFailures, report.Status);
        Assert.Contains(reason, Assert.Single(report.Failed).Reason, StringComparison.Ordinal);
        Assert.Equal(new(1, 1), UnitSum.Decode(report.Total));

        trouble = false;
        Assert.Equal(JobStatus.Completed, (await RunAsync()).Status);

        async Task<JobReport> RunAsync() =>
            await engine.Jobs.WaitAsync(await engine.Jobs.SubmitAsync(new("test", workload.Encode(new(2)), ChunkUnits: 2)));
    }

    [Fact]
    public async Task A_run_that_is_called_off_calls_its_job_off()
    {
        var (gate, stopped) = (new Gate(), new TaskCompletionSource());
        var workload = new TestWorkload(chunk =>
        {
            chunk.Cancelled.Register(stopped.SetResult);
            return gate.Pass(chunk);
        });
        await using var engine = Start(workload, slots: 1);
        using var source = new CancellationTokenSource();
        var run = engine.Jobs.RunAsync(workload, new(1), cancelled: source.Token);
        gate.NextBegun();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_job_that_failed_says_why()
    {
        var workload = new TestWorkload(chunk => chunk.Range.Contains(17) ? throw new InvalidOperationException("unit 17 is a bomb") : default);
        await using var engine = Start(workload, slots: 1);
        var failed = await Assert.ThrowsAsync<JobFailedException>(() => engine.Jobs.RunAsync(workload, new(50)));
        Assert.EndsWith("failed, the first because: unit 17 is a bomb", failed.Message, StringComparison.Ordinal);
        Assert.Equal(49, UnitSum.Decode(failed.Report.Total).Units);
    }

    [Fact]
    public async Task Code_that_a_run_registers_with_its_token_is_kept_from_the_worker()
    {
        var gate = new Gate();
        var workload = new TestWorkload(chunk =>
        {
            chunk.Cancelled.Register(() => throw new InvalidOperationException("mine"));
            return gate.Pass(chunk);
        });
        await using var engine = Start(workload, slots: 2);
        var (job, other) = (await Submit(), await Submit());
        _ = (gate.NextBegun(), gate.NextBegun());
        await engine.Jobs.CancelAsync(job);
        gate.Open(2);
        var report = await engine.Jobs.WaitAsync(other);
        Assert.Equal((JobStatus.Completed, 0), (report.Status, report.Retries));

        Task<JobId> Submit() => engine.Jobs.SubmitAsync(new("test", workload.Encode(new(1)), ChunkUnits: 1));
    }

    [Fact]
    public async Task Jobs_that_are_over_are_forgotten_oldest_first()
    {
        var workload = new TestWorkload();
        await using var engine = LocalEngine.Start(
            new(workload), slots: 1, ConfigurationFiles.Load("testing", overrides: "concurrency.coordinator.finished-jobs = 2"));
        var jobs = new List<JobId>();
        for (var i = 0; i < 4; i++)
        {
            jobs.Add(await engine.Jobs.SubmitAsync(new("test", workload.Encode(new(1)), ChunkUnits: 1)));
            await engine.Jobs.WaitAsync(jobs[i]);
        }

        Assert.Equal(JobStatus.Completed, (await engine.Jobs.WaitAsync(jobs[3])).Status);
        await Assert.ThrowsAsync<UnknownJobException>(() => engine.Jobs.WaitAsync(jobs[0]));
    }

    [Fact]
    public async Task A_job_that_nobody_knows_is_a_sentence()
    {
        await using var engine = Start(new(), slots: 1);
        var gone = await Assert.ThrowsAsync<UnknownJobException>(() => engine.Jobs.WaitAsync(new("test-gone")));
        Assert.Equal(
            "There is no job test-gone: it never was, was deleted or forgotten, or was lost with a coordinator that kept it in memory.", gone.Message);
        var refused = await Assert.ThrowsAsync<BadJobException>(() => engine.Jobs.SubmitAsync(new("tset", default, null)));
        Assert.Equal("There is no workload 'tset' here; there is test.", refused.Message);
    }

    private static RunResult<UnitSum> Result(HandBack? back = null, UnitRecord? record = null) => new(new(1, 0))
    {
        HandBacks = back is null ? [] : [back],
        Records = back is null ? [record!] : [],
    };

    private static LocalEngine Start(TestWorkload workload, int slots) => LocalEngine.Start(new(workload), slots, ConfigurationFiles.Load("testing"));
}
