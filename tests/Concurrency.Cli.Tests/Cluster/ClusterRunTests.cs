using System.Text.Json;

namespace Concurrency.Cli.Tests.Cluster;

/// <summary>Verbs that run a job, on a cluster.</summary>
[Collection(nameof(SmallCluster))]
public sealed class ClusterRunTests(SmallCluster cluster)
{
    private const string Endless = "gamma 6 --steps 1e15";

    [Fact]
    public async Task A_gamma_job_has_the_bits_that_it_has_anywhere_and_says_where_it_ran()
    {
        var ended = await CommandLines.RunAsync($"gamma 0.5 --rule midpoint --steps 1e6 --output json {cluster.Join}");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        var here = await CommandLines.RunAsync("gamma 0.5 --rule midpoint --steps 1e6 --output json --mode serial");
        var (there, serial) = (Json(ended.Output), Json(here.Output));
        Assert.Equal(serial.GetProperty("value").GetDouble(), there.GetProperty("value").GetDouble());
        Assert.Equal(("cluster", 2), (there.GetProperty("mode").GetString(), there.GetProperty("parallelism").GetInt32()));
        Assert.Equal("completed", there.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Join_implies_the_mode_and_naming_it_as_well_does_no_harm()
    {
        var ended = await CommandLines.RunAsync($"gamma 6 --steps 1e5 --mode cluster {cluster.Join}");
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("run        mode cluster, parallelism 2, ", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rows_of_an_uptime_job_come_with_its_warnings_and_its_summary()
    {
        var ended = await CommandLines.RunAsync($"uptime http://127.0.0.1:1/ ftp://a.example/ --output json {cluster.Join}");
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("warning: http://127.0.0.1:1/ is down", ended.Error, StringComparison.Ordinal);
        var json = Json(ended.Output);
        Assert.Equal("http://127.0.0.1:1/ ftp://a.example/", string.Join(' ', json.GetProperty("sites").EnumerateArray().Select(site => site.GetProperty("url"))));
        Assert.Equal((1, 1), (json.GetProperty("down").GetInt32(), json.GetProperty("invalid").GetInt32()));
    }

    [Fact]
    public async Task A_detached_job_leaves_its_id_on_standard_output_and_what_to_type_next_beside_it()
    {
        var ended = await CommandLines.RunAsync($"gamma 6 --steps 1e5 --detach {cluster.Join}");
        Assert.Equal(0, ended.ExitCode);
        Assert.Matches(@"^gamma-[0-9a-f]{8}\r?\n$", ended.Output);
        Assert.Contains($"'concurrency jobs watch {ended.Output.Trim()} {cluster.Join}'", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_key_is_the_same_job()
    {
        var submit = $"gamma 7 --steps 1e5 --key nightly --priority 20 --detach {cluster.Join}";
        var first = await CommandLines.RunAsync(submit);
        Assert.Equal(first.Output, (await CommandLines.RunAsync(submit)).Output);
        var other = await CommandLines.RunAsync($"gamma 8 --steps 1e5 --key nightly --priority 20 --detach {cluster.Join}");
        other.IsRefusal("The key 'nightly' is that of the job");
        var shown = Json((await CommandLines.RunAsync($"jobs show nightly --output json {cluster.Join}")).Output);
        Assert.Equal((first.Output.Trim(), 20), (shown.GetProperty("job").GetString(), shown.GetProperty("priority").GetInt32()));
    }

    [Fact]
    public async Task Who_cancels_the_verb_cancels_the_job()
    {
        using var ctrlC = new CancellationTokenSource();
        var running = CommandLines.Begin($"{Endless} --key unwanted {cluster.Join}", ctrlC.Token);
        await running.SaysAsync("debug: the gamma job runs");
        await ctrlC.CancelAsync();
        var ended = await running.Ended;
        Assert.Equal(130, ended.ExitCode);
        Assert.Matches(@"Cancelled after [\d.]+ s: .*% of the points were summed\.", ended.Error);
        Assert.Equal("cancelled", Json((await CommandLines.RunAsync($"jobs show unwanted --output json {cluster.Join}")).Output).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_job_that_is_lost_with_its_coordinator_ends_with_a_sentence()
    {
        var own = new SmallCluster();
        await own.InitializeAsync();
        using var never = new CancellationTokenSource();
        var running = CommandLines.Begin($"{Endless} {own.Join}", never.Token);
        await running.SaysAsync("debug: the gamma job runs");
        await own.RestartSeedAsync();
        var ended = await running.Ended;
        await own.DisposeAsync();
        own.Dispose();
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        // Where another is there at once, nothing is said of the one before.
        Assert.InRange(ended.ErrorLines.Count(line => line.StartsWith($"The coordinator at {own.Place} does not answer any more", StringComparison.Ordinal)), 0, 1);
        Assert.Matches(@"^The job gamma-[0-9a-f]{8} is lost: .*\.$", ended.ErrorLines[^1]);
    }

    [Theory]
    [InlineData("gamma 6")]
    [InlineData("jobs list")]
    [InlineData("nodes list")]
    [InlineData("console")]
    public async Task A_cluster_that_is_not_there_is_a_sentence(string verb) =>
        (await CommandLines.RunAsync($"{verb} --join 127.0.0.1:1")).IsRefusal("No seed listens at 127.0.0.1:1");

    private static JsonElement Json(string output) => JsonElement.Parse(output);
}
