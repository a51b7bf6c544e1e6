using Concurrency.Actors.Tests.Storage;
using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd.Durability;

/// <summary>Three seeds with a database between them: whichever dies, another has the coordinator and the jobs.</summary>
public sealed class SharedStoreTests(ITestOutputHelper output, PostgresServer server) : ClusterTest(output), IClassFixture<PostgresServer>
{
    private const int Sites = 12;

    /// <summary>How a seed ends without which the others go on: it hears that from them, or finds it out from the store. Either may come first.</summary>
    private static readonly int[] Replaced = [1, 3];

    private readonly Random _chance = Chance.New(output);

    /// <summary>The environment of every seed.</summary>
    private IReadOnlyList<string> _host = [];

    [PostgresFact]
    public async Task When_the_coordinators_seed_is_killed_jobs_go_on_at_another()
    {
        var sum = await LongSum.Job;
        await using var web = new HoldingWeb();
        var list = new SiteList(web, Sites);
        var seeds = await SeedsAsync();
        Worker[] workers = [await WorkerAsync(seeds[0]), await WorkerAsync(seeds[0])];
        await using var driver = await Driver.JoinAsync(seeds);
        var sites = Start($"{list.CommandLine} --join {seeds[1].Place} --key mine");
        await list.AskedAsync(2);
        web.Answer(_chance.Next(1, Sites - 1));
        var job = await driver.SubmitAsync(sum);
        var moment = _chance.NextDouble() * 0.7;
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units * moment);

        seeds[0].Process.Send(Signal.Kill);
        foreach (var worker in workers) await IsElsewhereAsync(worker, seeds[0]);
        web.Open();

        Assert.Equal(0, (await driver.SumAsync(job, sum)).Retries);
        var end = await sites.EndAsync();
        list.HasEveryRow(end);
        list.WasAskedOnce();
        var again = await RunAsync($"{list.CommandLine} --join {seeds[2].Place} --key mine");
        Assert.Equal(end.Json.GetProperty("job").GetString(), again.Json.GetProperty("job").GetString());
    }

    [PostgresFact]
    public async Task A_coordinator_that_was_away_and_replaced_writes_nothing_when_it_is_back()
    {
        var sum = await LongSum.Job;
        var seeds = await SeedsAsync();
        var worker = await WorkerAsync(seeds[0]);
        await using var driver = await Driver.JoinAsync(seeds);
        var job = await driver.SubmitAsync(sum);
        var moment = _chance.NextDouble() / 2;
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units * moment);

        seeds[0].Process.Send(Signal.Stop);
        await IsElsewhereAsync(worker, seeds[0]);
        var taken = await driver.UntilAsync(job, report => report.UnitsDone > report.Units * moment);
        // What workers have said to it meanwhile is waiting for it.
        seeds[0].Process.Send(Signal.Continue);
        Assert.Contains((await seeds[0].Process.EndAsync()).ExitCode, Replaced);

        var end = await driver.SumAsync(job, sum);
        Assert.InRange(end.UnitsDone, taken.UnitsDone, end.Units);
        // Whoever reads what is stored sees the same.
        seeds[1].Process.Send(Signal.Kill);
        seeds[2].Process.Send(Signal.Kill);
        foreach (var seed in seeds[1..]) await seed.Process.EndAsync();
        var next = await StoringSeedAsync("--listen 127.0.0.1:0", _host);
        var shown = await RunAsync($"jobs results {job} --join {next.Place} --output json");
        Assert.Equal((0, sum.Bits), (shown.ExitCode, LongSum.BitsOf(shown.Json)));
    }

    [PostgresFact]
    public async Task Of_two_seeds_that_share_a_database_and_do_not_know_of_each_other_the_first_says_so_and_ends()
    {
        var sum = await LongSum.Job;
        var first = (await SeedsAsync(1))[0];
        await using var driver = await Driver.JoinAsync(first);
        var job = await driver.SubmitAsync(sum);
        var second = await StoringSeedAsync("--listen 127.0.0.1:0", _host);
        // The first finds out when it has something to store.
        Start($"gamma 6 --steps 1e5 --detach --join {first.Place}");
        Assert.Equal(1, (await first.Process.EndAsync()).ExitCode);
        await first.Process.Error.LineAsync("Another coordinator has taken the jobs over");
        await first.Process.Error.LineAsync($"The seed at {first.Place} has ended, since a coordinator that it does not know of writes to its database");

        await WorkerAsync(second);
        await using var other = await Driver.JoinAsync(second);
        Assert.Equal(0, (await other.SumAsync(job, sum)).Retries);
    }

    [PostgresFact]
    public async Task When_the_database_is_gone_for_a_while_jobs_wait_and_go_on()
    {
        var sum = await LongSum.Job;
        var seeds = await SeedsAsync();
        await WorkerAsync(seeds[0]);
        await using var driver = await Driver.JoinAsync(seeds);
        var job = await driver.SubmitAsync(sum);
        var moment = _chance.NextDouble() / 2;
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units * moment);

        await server.StopAsync();
        try
        {
            // Whoever submits meanwhile is told, and so the fault is found out even if the job has just had its last chunk stored.
            Assert.Equal(1, (await RunAsync($"gamma 6 --steps 1e5 --detach --join {seeds[0].Place}")).ExitCode);
            await seeds[0].Process.Error.LineAsync(" jobs go on by themselves when it does.");
        }
        finally
        {
            await server.StartAsync();
        }

        await seeds[0].Process.Error.LineAsync("The store works again.");
        Assert.Equal(0, (await driver.SumAsync(job, sum)).Retries);
        Assert.Equal(0, (await RunAsync($"gamma 6 --steps 1e5 --join {seeds[0].Place}")).ExitCode);
    }

    /// <summary>Seeds with a database of their own. The first has the coordinator, because it was there first.</summary>
    private async Task<Seed[]> SeedsAsync(int seeds = 3)
    {
        _host = ["env", "CONCURRENCY_STORE_PROVIDER=postgresql", $"CONCURRENCY_STORE_POSTGRESQL_CONNECTION_STRING={await server.NewDatabaseAsync()}"];
        List<Seed> started = [];
        while (started.Count < seeds)
        {
            var others = started.Count == 0 ? "" : $" --join {string.Join(',', started.Select(seed => seed.Place))}";
            started.Add(await StoringSeedAsync($"--listen 127.0.0.1:0{others}", _host));
        }

        return [.. started];
    }

    private static async Task IsElsewhereAsync(Worker worker, Seed seed)
    {
        await worker.Process.Error.LineAsync($"The coordinator at {seed.Place} does not answer any more");
        await worker.Process.Output.LineAsync("ready");
    }
}
