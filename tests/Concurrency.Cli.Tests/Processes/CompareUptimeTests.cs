using System.Text.Json;

namespace Concurrency.Cli.Tests.Processes;

public class CompareUptimeTests
{
    [Fact]
    public async Task The_test_sites_are_probed_serially_by_threads_by_processes_and_with_many_in_flight()
    {
        var ended = await ConcurrencyProcess.RunAsync("compare uptime --repeat 1 --parallelism 2,4 --output json");
        Assert.Equal(0, ended.ExitCode);
        var result = JsonDocument.Parse(ended.Output).RootElement;
        Assert.Equal("uptime", result.GetProperty("workload").GetString());
        var runs = result.GetProperty("runs").EnumerateArray().ToList();
        string[] ways = ["serial 1 1", "threads 2 1", "threads 4 1", "processes 2 1", "processes 4 1", $"threads {Environment.ProcessorCount} 64"];
        Assert.Equal(ways, runs.Select(run => $"{run.GetProperty("mode")} {run.GetProperty("parallelism")} {run.GetProperty("concurrency")}"), StringComparer.Ordinal);
        Assert.Single(runs.Select(run => run.GetProperty("value").GetDouble()).Distinct());
        Assert.True(runs[1].GetProperty("computeSeconds").GetDouble() < runs[0].GetProperty("computeSeconds").GetDouble());
    }

    [Fact]
    public async Task A_list_is_probed_instead_whatever_is_found()
    {
        var ended = await ConcurrencyProcess.RunAsync("compare uptime http://127.0.0.1:1/ http://127.0.0.1:1/again --repeat 1 --concurrency 1 --parallelism 2");
        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("exercise: 2 sites, redirects not followed", ended.Output, StringComparison.Ordinal);
        Assert.Contains("value 0 (serial, threads 2, processes 2)", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_not_there_is_refused() =>
        (await ConcurrencyProcess.RunAsync(["compare", "uptime", "/no/such/list"])).IsRefusal("/no/such/list");
}
