using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd;

/// <summary>Every site has one row, however often it had to be asked.</summary>
public class SiteTests(ITestOutputHelper output) : ClusterTest(output)
{
    private const int Sites = 12;

    [LinuxFact]
    public async Task When_workers_are_killed_with_probes_in_flight_every_site_has_one_row()
    {
        await using var web = new HoldingWeb();
        var seed = await SeedAsync();
        Worker[] killed = [await WorkerAsync(seed), await WorkerAsync(seed)];
        var sites = string.Join(' ', Enumerable.Range(0, Sites).Select(site => web[site]));
        var driver = Start($"uptime {sites} --concurrency 1 --chunk-size 1 --output json --join {seed.Place}");

        // One probe in flight at each.
        string[] asked = [await web.AskedAsync(), await web.AskedAsync()];
        Assert.NotEqual(asked[0], asked[1], StringComparer.Ordinal);
        foreach (var worker in killed) worker.Process.Send(Signal.Kill);
        var other = await WorkerAsync(seed);
        web.Open();

        var end = await driver.EndAsync();
        Assert.Equal((0, "completed", Sites), (end.ExitCode, end.Json.GetProperty("status").GetString(), end.Json.GetProperty("up").GetInt32()));
        var rows = end.Json.GetProperty("sites").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, Sites).Select(site => web[site]), rows.Select(row => row.GetProperty("url").GetString()), StringComparer.Ordinal);
        Assert.All(rows, row => Assert.Equal(other.Name, row.GetProperty("worker").GetString()));
        Assert.Equal(2, end.Json.GetProperty("retries").GetInt32());
    }
}
