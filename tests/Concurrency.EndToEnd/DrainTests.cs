using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd;

/// <summary>A worker that is asked to end ends in order, and one that is asked twice at once.</summary>
public class DrainTests(ITestOutputHelper output) : ClusterTest(output)
{
    /// <summary>What a process ends with that SIGTERM has killed.</summary>
    private const int Terminated = 128 + (int)Signal.Terminate;

    [LinuxFact]
    public async Task A_worker_that_drains_finishes_what_it_runs_and_exits_with_0()
    {
        var sum = await LongSum.Job;
        var seed = await SeedAsync();
        var drained = await WorkerAsync(seed);
        await WorkerAsync(seed);
        await using var driver = await Driver.JoinAsync(seed);

        var job = await driver.SubmitAsync(sum);
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units / 4);
        drained.Process.Send(Signal.Terminate);
        Assert.Equal(0, (await drained.Process.EndAsync()).ExitCode);

        Assert.Equal(0, (await driver.SumAsync(job, sum)).Retries);
    }

    [LinuxFact]
    public async Task A_second_signal_ends_a_worker_at_once_and_its_chunk_is_run_again()
    {
        var sum = await LongSum.Job;
        var seed = await SeedAsync();
        var ended = await WorkerAsync(seed);
        await using var driver = await Driver.JoinAsync(seed);

        // One chunk, which takes longer than it takes to send two signals.
        var job = await driver.SubmitAsync(sum, chunkUnits: long.MaxValue);
        await driver.UntilAsync(job, report => report.UnitsDone > 0);
        ended.Process.Send(Signal.Terminate);
        await driver.UntilAsync(job, async () => (await driver.WorkersAsync()).All(worker => worker.IsDraining));
        ended.Process.Send(Signal.Terminate);
        Assert.Equal(Terminated, (await ended.Process.EndAsync()).ExitCode);

        await WorkerAsync(seed);
        Assert.Equal(1, (await driver.SumAsync(job, sum)).Retries);
    }

    [LinuxFact]
    public async Task A_worker_without_a_coordinator_drains_too()
    {
        var sum = await LongSum.Job;
        var seed = await SeedAsync();
        var worker = await WorkerAsync($"--join {seed.Place} --slots 1", "env", "CONCURRENCY_WORKER_DRAIN_TIMEOUT=2s");
        await using var driver = await Driver.JoinAsync(seed);
        await driver.UntilAsync(await driver.SubmitAsync(sum), report => report.UnitsDone > report.Units / 4);

        // What it has finished since is settled by nobody.
        seed.Process.Send(Signal.Kill);
        await worker.Process.Error.LineAsync($"The coordinator at {seed.Place} does not answer any more");
        worker.Process.Send(Signal.Terminate);
        Assert.Equal(0, (await worker.Process.EndAsync()).ExitCode);
    }
}
