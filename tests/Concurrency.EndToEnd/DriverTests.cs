using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd;

/// <summary>A job and its driver: the one goes on without the other, unless it is told not to.</summary>
public class DriverTests(ITestOutputHelper output) : ClusterTest(output)
{
    /// <summary>Cancelled by Ctrl-C.</summary>
    private const int Cancelled = 130;

    [LinuxFact]
    public async Task A_job_from_the_command_line_has_the_bits_of_one_loop()
    {
        var sum = await LongSum.Job;
        var seed = await SeedAsync();
        await WorkerAsync(seed);
        await WorkerAsync(seed);

        var end = await RunAsync($"{sum.CommandLine} --join {seed.Place}");
        Assert.Equal((0, sum.Bits), (end.ExitCode, LongSum.BitsOf(end.Json)));
        Assert.Equal(("cluster", 0), (end.Json.GetProperty("mode").GetString(), end.Json.GetProperty("retries").GetInt32()));

        var nodes = await RunAsync($"nodes list --join {seed.Place} --output json");
        Assert.Equal(2, nodes.Json.GetProperty("workers").GetArrayLength());
    }

    [LinuxFact]
    public async Task A_driver_that_is_killed_does_not_take_its_job_with_it_and_another_sees_its_end()
    {
        var sum = await LongSum.Job;
        var seed = await SeedAsync();
        var driver = Start($"{sum.CommandLine} --join {seed.Place} --key mine", "env", "CONCURRENCY_DEBUG=1");
        await driver.Error.LineAsync("the gamma job runs");
        driver.Send(Signal.Kill);
        await driver.EndAsync();

        var watcher = Start($"jobs watch mine --join {seed.Place} --output json");
        await WorkerAsync(seed);
        var end = await watcher.EndAsync();
        Assert.Equal((0, sum.Bits), (end.ExitCode, LongSum.BitsOf(end.Json)));
    }

    [LinuxFact]
    public async Task Ctrl_C_cancels_the_job_too_and_exits_with_130()
    {
        var seed = await SeedAsync();
        await WorkerAsync(seed);
        var driver = Start($"gamma 6 --steps 1e15 --join {seed.Place} --key mine --output json", "env", "CONCURRENCY_DEBUG=1");
        await driver.Error.LineAsync("the gamma job runs");
        driver.Send(Signal.Interrupt);
        var end = await driver.EndAsync();
        Assert.Equal((Cancelled, "cancelled"), (end.ExitCode, end.Json.GetProperty("status").GetString()));

        var shown = await RunAsync($"jobs show mine --join {seed.Place} --output json");
        Assert.Equal((0, "cancelled"), (shown.ExitCode, shown.Json.GetProperty("status").GetString()));
        // Its worker has stopped, too, and does the next.
        Assert.Equal(0, (await RunAsync($"gamma 6 --steps 1e5 --join {seed.Place}")).ExitCode);
    }

    [LinuxFact]
    public async Task A_driver_of_a_job_that_was_lost_says_so_and_so_does_jobs_show()
    {
        var seed = await SeedAsync();
        await WorkerAsync(seed);
        var driver = Start($"gamma 6 --steps 1e15 --join {seed.Place} --key mine", "env", "CONCURRENCY_DEBUG=1");
        await driver.Error.LineAsync("the gamma job runs");
        seed.Process.Send(Signal.Kill);
        await seed.Process.EndAsync();
        await SeedAsync($"--listen {seed.Place}");

        var end = await driver.EndAsync();
        Assert.Equal((1, ""), (end.ExitCode, end.Output));
        Assert.Contains(" is lost: the coordinator that had it kept it in memory, and is gone.", end.Errors[^1], StringComparison.Ordinal);
        (await RunAsync($"jobs show mine --join {seed.Place}")).IsRefusal("mine");
    }

    [LinuxFact]
    public async Task A_driver_without_a_seed_says_so_and_exits_with_1()
    {
        var seed = await SeedAsync();
        seed.Process.Send(Signal.Terminate);
        Assert.Equal(0, (await seed.Process.EndAsync()).ExitCode);
        (await RunAsync($"gamma 6 --join {seed.Place}")).IsRefusal($"No seed listens at {seed.Place}: start one with 'concurrency seed'.");
    }

    [LinuxFact]
    public async Task A_worker_is_drained_from_the_command_line()
    {
        var seed = await SeedAsync();
        var worker = await WorkerAsync(seed);
        Assert.Equal(0, (await RunAsync($"nodes drain {worker.Name} --join {seed.Place}")).ExitCode);
        Assert.Equal(0, (await worker.Process.EndAsync()).ExitCode);
        (await RunAsync($"nodes drain w-none --join {seed.Place}")).IsRefusal("w-none");
    }
}
