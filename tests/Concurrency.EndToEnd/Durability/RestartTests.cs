using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd.Durability;

/// <summary>A seed that ends, however it does, and is started again with the same folder: jobs go on, and nobody has to say a word.</summary>
public sealed class RestartTests(ITestOutputHelper output) : FolderTest(output)
{
    /// <summary>Twice as many and more as are answered at first: of the last ones some wait behind one that is not answered, and are not asked.</summary>
    private const int Sites = 24;

    [LinuxFact]
    public async Task A_sum_whose_seed_is_killed_goes_on_and_has_the_same_bits()
    {
        var sum = await LongSum.Job;
        var seed = await FirstSeedAsync();
        await WorkerAsync(seed);
        await using var driver = await Driver.JoinAsync(seed);

        var job = await driver.SubmitAsync(sum);
        double[] moments = [Chance.NextDouble() * 0.4, 0.4 + Chance.NextDouble() * 0.4];
        foreach (var moment in moments)
        {
            await driver.UntilAsync(job, report => report.UnitsDone > report.Units * moment);
            seed = await RestartAsync(seed, Signal.Kill);
        }

        Assert.Equal(0, (await driver.SumAsync(job, sum)).Retries);
    }

    [LinuxFact]
    public async Task A_chunk_that_a_worker_holds_when_the_seed_is_killed_is_not_begun_anew()
    {
        var sum = await LongSum.Job;
        var seed = await FirstSeedAsync();
        await WorkerAsync(seed);
        await using var driver = await Driver.JoinAsync(seed);

        var job = await driver.SubmitAsync(sum, chunkUnits: long.MaxValue);
        var moment = Chance.NextDouble() * 0.7;
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units * moment);
        await RestartAsync(seed, Signal.Kill);

        var end = await driver.SumAsync(job, sum);
        Assert.Equal((1, 0), (end.Chunks, end.Retries));
    }

    [LinuxFact]
    public async Task Of_sites_whose_seed_is_killed_every_one_is_asked_once_and_has_one_row() => await SitesAsync(Signal.Kill);

    [LinuxFact]
    public async Task Of_sites_whose_seed_is_ended_in_order_every_one_is_asked_once_and_has_one_row() => await SitesAsync(Signal.Terminate);

    [LinuxFact]
    public async Task What_a_driver_was_told_is_not_run_again_though_all_are_killed()
    {
        await using var web = new HoldingWeb();
        var list = new SiteList(web, Sites);
        var seed = await FirstSeedAsync();
        Worker[] workers = [await WorkerAsync(seed), await WorkerAsync(seed)];
        var job = (await RunAsync($"{list.CommandLine} --detach --join {seed.Place}")).Output.Trim();
        await list.AskedAsync(2);
        var answers = Chance.Next(1, Sites / 2);
        web.Answer(answers);
        await list.AskedAsync(answers);
        await using (var driver = await Driver.JoinAsync(seed)) await driver.HasRowsAsync(new(job), answers);
        foreach (var worker in workers) worker.Process.Send(Signal.Kill);
        seed = await RestartAsync(seed, Signal.Kill);
        web.Open();
        await WorkerAsync(seed);

        list.HasEveryRow(await RunAsync($"jobs watch {job} --output json --join {seed.Place}"));
        // But for the two in flight.
        Assert.Equal(Sites + 2, web.Asked.Count);
    }

    [LinuxFact]
    public async Task What_is_over_is_there_when_the_seed_is_and_a_key_is_its_jobs_own()
    {
        await using var web = new HoldingWeb();
        web.Open();
        var list = new SiteList(web, Sites);
        var seed = await FirstSeedAsync();
        await WorkerAsync(seed);
        var end = await RunAsync($"{list.CommandLine} --join {seed.Place} --key mine");
        list.HasEveryRow(end);
        seed = await RestartAsync(seed, Signal.Kill);

        // Every site is as it was, with how long it took.
        foreach (var again in new[] { "jobs results mine --output json", $"{list.CommandLine} --key mine" })
        {
            var said = await RunAsync($"{again} --join {seed.Place}");
            Assert.Equal(end.Json.GetProperty("sites").GetRawText(), said.Json.GetProperty("sites").GetRawText());
            Assert.Equal(end.Json.GetProperty("job").GetString(), said.Json.GetProperty("job").GetString());
        }

        list.WasAskedOnce();
        var jobs = await RunAsync($"jobs list --join {seed.Place} --output json");
        Assert.Single(jobs.Json.GetProperty("jobs").EnumerateArray());
    }

    private async Task SitesAsync(Signal signal)
    {
        await using var web = new HoldingWeb();
        var list = new SiteList(web, Sites);
        var seed = await FirstSeedAsync();
        Worker[] workers = [await WorkerAsync(seed), await WorkerAsync(seed)];
        var driver = Start($"{list.CommandLine} --join {seed.Place}");
        // One is in flight at each worker, and stays so while some are answered.
        await list.AskedAsync(2);
        var answers = Chance.Next(1, Sites / 2);
        web.Answer(answers);
        await list.AskedAsync(answers);
        await RestartAsync(seed, signal);
        foreach (var worker in workers) await worker.Process.Output.LineAsync("ready");
        web.Open();

        var end = await driver.EndAsync();
        list.HasEveryRow(end);
        list.WasAskedOnce();
        Assert.Equal(0, end.Json.GetProperty("retries").GetInt32());
    }
}
