using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd.Durability;

/// <summary>A site that is the death of every worker that asks it. What is known against it is not forgotten with the seed.</summary>
public sealed class PoisonTests(ITestOutputHelper output) : FolderTest(output)
{
    private const string Limit = "CONCURRENCY_JOB_ATTEMPT_LIMIT=3";

    [LinuxFact]
    public async Task It_is_named_though_the_seed_is_killed_after_every_death_and_its_neighbours_finish()
    {
        await using var web = new HoldingWeb();
        await using var poison = new HoldingWeb();
        web.Open();
        var seed = await FirstSeedAsync("env", Limit);
        // All in one chunk, and in flight together.
        var job = (await RunAsync($"uptime {web[0]} {poison[1]} {web[2]} --chunk-size 3 --timeout 10m --detach --join {seed.Place}")).Output.Trim();
        var watcher = Start($"jobs watch {job} --output json --join {seed.Place}");

        // Three by itself, and those in company before.
        const int most = 5;
        var deaths = 0;
        while (await IsAskedAsync(poison, seed, watcher) is { } worker)
        {
            Assert.InRange(++deaths, 1, most);
            await using (var driver = await Driver.JoinAsync(seed))
            {
                worker.Process.Send(Signal.Kill);
                await driver.UntilAsync(new(job), report => report.Retries >= deaths || report.Failed.Count > 0);
            }

            seed = await RestartAsync(seed, Signal.Kill, "env", Limit);
        }

        var end = await watcher.EndAsync();
        var failed = Assert.Single(end.Json.GetProperty("failedUnits").EnumerateArray());
        Assert.Equal((1, 2), (failed.GetProperty("from").GetInt32(), failed.GetProperty("to").GetInt32()));
        Assert.Equal("the connection to worker", string.Join(' ', failed.GetProperty("reason").GetString()!.Split(' ')[..4]));
        Assert.Equal("completedWithFailures", end.Json.GetProperty("status").GetString());
        Assert.Equal(2, end.Json.GetProperty("up").GetInt32());
        Assert.InRange(deaths, 3, most);
    }

    /// <returns>A worker that has asked it; null when the job is over.</returns>
    private async Task<Worker?> IsAskedAsync(HoldingWeb poison, Seed seed, ConcurrencyProcess watcher)
    {
        var worker = await WorkerAsync(seed);
        var asked = poison.AskedAsync();
        return await Task.WhenAny(asked, watcher.EndAsync()) == asked ? worker : null;
    }
}
