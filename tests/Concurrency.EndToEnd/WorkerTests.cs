using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd;

/// <summary>What befalls workers changes nothing in the answer.</summary>
public class WorkerTests(ITestOutputHelper output) : ClusterTest(output)
{
    [LinuxFact]
    public async Task When_a_worker_is_killed_the_others_do_its_chunks()
    {
        var sum = await LongSum.Job;
        var seed = await SeedAsync();
        var killed = await WorkerAsync(seed);
        await WorkerAsync(seed);
        await using var driver = await Driver.JoinAsync(seed);

        var job = await driver.SubmitAsync(sum);
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units / 4);
        killed.Process.Send(Signal.Kill);

        await driver.SumAsync(job, sum);
    }

    [LinuxFact]
    public async Task A_worker_that_cannot_say_that_it_is_ready_works_all_the_same()
    {
        var sum = await LongSum.Job;
        var seed = await SeedAsync();
        Start($"worker --join {seed.Place} --slots 1", "sh", "-c", "exec \"$0\" \"$@\" >/dev/full");
        await using var driver = await Driver.JoinAsync(seed);
        await driver.SumAsync(await driver.SubmitAsync(sum), sum);
    }

    [LinuxFact]
    public async Task When_all_workers_are_killed_the_job_waits_for_new_ones()
    {
        var sum = await LongSum.Job;
        var seed = await SeedAsync();
        Worker[] killed = [await WorkerAsync(seed), await WorkerAsync(seed)];
        await using var driver = await Driver.JoinAsync(seed);

        var job = await driver.SubmitAsync(sum);
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units / 4);
        foreach (var worker in killed) worker.Process.Send(Signal.Kill);
        foreach (var worker in killed) await worker.Process.EndAsync();

        await WorkerAsync(seed);
        Assert.True((await driver.SumAsync(job, sum)).Retries > 0);
    }

    [LinuxFact]
    public async Task A_worker_that_is_stopped_loses_its_leases_and_works_again_when_it_is_continued()
    {
        var sum = await LongSum.Job;
        var seed = await SeedAsync();
        var stopped = await WorkerAsync(seed);
        var other = await WorkerAsync(seed);
        await using var driver = await Driver.JoinAsync(seed);

        var job = await driver.SubmitAsync(sum);
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units / 4);
        stopped.Process.Send(Signal.Stop);
        await driver.SumAsync(job, sum);
        // So long that both ends take the connection for broken.
        await driver.SumAsync(await driver.SubmitAsync(sum), sum);
        stopped.Process.Send(Signal.Continue);

        // Now it is the only one.
        other.Process.Send(Signal.Kill);
        await driver.SumAsync(await driver.SubmitAsync(sum), sum);
    }
}
