using Concurrency.Actors.Driving;
using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd;

/// <summary>What befalls seeds: a pause is none of the workers' fault, and what was in memory is said to be lost.</summary>
public class SeedTests(ITestOutputHelper output) : ClusterTest(output)
{
    [LinuxFact]
    public async Task A_seed_that_is_stopped_and_continued_declares_nobody_gone()
    {
        var sum = await LongSum.Job;
        var seed = await SeedAsync();
        var worker = await WorkerAsync(seed);
        await using var driver = await Driver.JoinAsync(seed);

        var job = await driver.SubmitAsync(sum);
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units / 4);
        seed.Process.Send(Signal.Stop);
        await worker.Process.Error.LineAsync($"The coordinator at {seed.Place} does not answer any more");
        seed.Process.Send(Signal.Continue);
        await worker.Process.Output.LineAsync("ready");

        Assert.Equal(0, (await driver.SumAsync(job, sum)).Retries);
    }

    [LinuxFact]
    public async Task A_seed_that_is_asked_to_end_while_it_looks_for_the_others_exits_with_0()
    {
        var seed = Start("seed --listen 127.0.0.1:0 --in-memory --join 127.0.0.1:1");
        await seed.Error.LineAsync("No seed listens at 127.0.0.1:1: start one with 'concurrency seed'. Trying on.");
        seed.Send(Signal.Terminate);
        var ended = await seed.EndAsync();
        Assert.Equal(0, ended.ExitCode);
        Assert.DoesNotContain(ended.Errors, line => line.Contains("internal error", StringComparison.Ordinal));
        Assert.DoesNotContain(ended.Errors, line => line.StartsWith("warning:", StringComparison.Ordinal));
    }

    [LinuxFact]
    public async Task A_seed_that_starts_again_has_lost_its_jobs_and_says_so_and_its_workers_compute_again()
    {
        var sum = await LongSum.Job;
        var seed = await SeedAsync();
        var worker = await WorkerAsync(seed);
        await using var driver = await Driver.JoinAsync(seed);

        var job = await driver.SubmitAsync(sum);
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units / 4);
        seed.Process.Send(Signal.Kill);
        await seed.Process.EndAsync();
        await SeedAsync($"--listen {seed.Place}");

        var lost = await Assert.ThrowsAnyAsync<NoAnswerException>(() => driver.SumAsync(job, sum));
        Assert.Contains($"{job}", lost.Message, StringComparison.Ordinal);
        Assert.Contains("lost", lost.Message, StringComparison.Ordinal);
        await worker.Process.Output.LineAsync("ready");
        await driver.SumAsync(await driver.SubmitAsync(sum), sum);
    }

    [LinuxFact]
    public async Task When_the_seed_with_the_coordinator_dies_another_has_it_and_workers_come_over()
    {
        var sum = await LongSum.Job;
        var first = await SeedAsync();
        var second = await SeedAsync($"--listen 127.0.0.1:0 --join {first.Place}");
        var third = await SeedAsync($"--listen 127.0.0.1:0 --join {first.Place},{second.Place}");
        // It hears of the others from the one that it knows.
        var worker = await WorkerAsync(first);
        await using var driver = await Driver.JoinAsync(first, third);

        var job = await driver.SubmitAsync(sum);
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units / 4);
        first.Process.Send(Signal.Kill);

        await second.Process.Error.LineAsync($"The seed at {third.Place} has joined.");
        await third.Process.Error.LineAsync($"The seed at {first.Place} does not answer any more. Unless it comes back soon");
        await third.Process.Error.LineAsync($"The seed at {first.Place} is out, and the others go on without it.");
        await worker.Process.Error.LineAsync($"The coordinator at {first.Place} does not answer any more");
        await worker.Process.Output.LineAsync("ready");
        var lost = await Assert.ThrowsAnyAsync<NoAnswerException>(() => driver.SumAsync(job, sum));
        Assert.Contains("lost", lost.Message, StringComparison.Ordinal);
        await driver.SumAsync(await driver.SubmitAsync(sum), sum);
    }
}
