using System.Text.Json;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Nodes;
using Concurrency.Cli.Tests.Cluster;
using Concurrency.Cli.Tests.Processes;
using Concurrency.Workloads.Uptime;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Tests.Jobs;

/// <summary>Verbs that look after jobs, on a cluster.</summary>
[Collection(nameof(SmallCluster))]
public sealed class JobsVerbTests(SmallCluster cluster)
{
    [Fact]
    public async Task A_job_is_looked_after_from_its_beginning_to_its_end()
    {
        var id = (await RunAsync("gamma 6 --steps 1e15 --detach")).Output.Trim();
        (await RunAsync($"jobs results {id}")).IsRefusal($"The job {id} is not over");
        (await RunAsync($"jobs delete {id}")).IsRefusal(id);
        (await RunAsync($"jobs retry {id}")).IsRefusal(id);
        Assert.Equal("running", await StatusAsync(id));

        var cancelled = await RunAsync($"jobs cancel {id}");
        Assert.Equal((0, ""), (cancelled.ExitCode, cancelled.Error));
        Assert.StartsWith($"The job {id} is cancelled; ", cancelled.Output, StringComparison.Ordinal);
        Assert.StartsWith($"The job {id} was over before: cancelled.", (await RunAsync($"jobs cancel {id}")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync($"jobs results {id}")).ExitCode);
        Assert.Equal(1, (await RunAsync($"jobs watch {id}")).ExitCode);

        Assert.StartsWith($"The job {id} runs again: ", (await RunAsync($"jobs retry {id}")).Output, StringComparison.Ordinal);
        Assert.Equal("running", await StatusAsync(id));
        Assert.Contains("\"status\":\"cancelled\"", (await RunAsync($"jobs cancel {id} --output json")).Output, StringComparison.Ordinal);

        Assert.Equal($"The job {id} is deleted.", (await RunAsync($"jobs delete {id}")).Output.Trim());
        (await RunAsync($"jobs show {id}")).IsRefusal($"There is no job '{id}'");
    }

    [Theory]
    [InlineData("gamma 6 --steps 1e5", "text", 0)]
    [InlineData("gamma 6 --steps 1e5", "json", 0)]
    [InlineData("uptime http://127.0.0.1:1/ ftp://a.example/", "text", 2)]
    [InlineData("uptime http://127.0.0.1:1/ ftp://a.example/", "json", 2)]
    [InlineData("uptime http://127.0.0.1:1/ ftp://a.example/", "ndjson", 2)]
    [InlineData("uptime http://127.0.0.1:1/ ftp://a.example/", "csv", 2)]
    public async Task Results_are_what_the_verb_itself_writes(string verb, string output, int exitCode)
    {
        var key = $"results-{verb.Length}-{output}";
        var submitted = await RunAsync($"{verb} --key {key} --output {output}");
        var results = await RunAsync($"jobs results {key} --output {output}");
        Assert.Equal((exitCode, submitted.Output, ""), (results.ExitCode, results.Output, results.Error));
        var watched = await RunAsync($"jobs watch {key} --output {output}");
        Assert.Equal((exitCode, submitted.Output), (watched.ExitCode, watched.Output));
    }

    [Fact]
    public async Task Results_of_a_job_that_runs_go_up_to_the_first_site_that_is_not_there_yet()
    {
        using var site = new HeldSite();
        var id = await SubmitHeldAsync(site);
        foreach (var (output, lines) in new[] { ("ndjson", 2), ("csv", 3) })
        {
            var listed = await RunAsync($"jobs results {id} --output {output}");
            Assert.Equal((1, lines), (listed.ExitCode, listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
            Assert.StartsWith($"The job {id} is not over: these are the results of the first 2 of its 4 sites, and the next is not there yet. ", listed.ErrorLines[^1], StringComparison.Ordinal);
        }

        var json = JsonElement.Parse((await RunAsync($"jobs results {id} --output json")).Output);
        Assert.Equal([0, 1], IndicesOf(json.GetProperty("sites").EnumerateArray()));
        Assert.Equal(("running", 2, 2), (json.GetProperty("status").GetString(), json.GetProperty("total").GetInt32(), json.GetProperty("invalid").GetInt32()));
        Assert.Contains("sites      2 of 4: 2 invalid", (await RunAsync($"jobs results {id}")).Output, StringComparison.Ordinal);

        site.Release();
        await RunAsync($"jobs watch {id}");
        var all = await RunAsync($"jobs results {id} --output ndjson");
        Assert.Equal((2, ""), (all.ExitCode, all.Error));
        Assert.Equal([0, 1, 2, 3], IndicesOf(all.Output));
    }

    [Fact]
    public async Task Whoever_follows_has_results_as_they_come_and_their_places_in_the_list()
    {
        using var site = new HeldSite();
        var id = await SubmitHeldAsync(site);
        using var ctrlC = new CancellationTokenSource();
        var impatient = CommandLines.Begin($"jobs results {id} --follow --output csv {cluster.Join}", ctrlC.Token);
        using var never = new CancellationTokenSource();
        var patient = CommandLines.Begin($"jobs results {id} --follow --output ndjson {cluster.Join}", never.Token);
        await impatient.WritesAsync("\n3,ftp://c.example/");
        await patient.WritesAsync("ftp://c.example/");
        await ctrlC.CancelAsync();
        var stopped = await impatient.Ended;
        Assert.Equal((130, $"The job {id} is not followed any more, and goes on."), (stopped.ExitCode, stopped.ErrorLines[^1]));

        site.Release();
        var ended = await patient.Ended;
        Assert.Equal((2, 2), (ended.ExitCode, IndicesOf(ended.Output)[^1]));
        Assert.Equal([0, 1, 2, 3], IndicesOf(ended.Output).Order());
    }

    [Fact]
    public async Task A_job_without_rows_is_followed_to_its_result()
    {
        var submitted = await RunAsync("gamma 6 --steps 1e5 --key followed");
        Assert.Equal((0, submitted.Output), await RunAsync("jobs results followed --follow") is var followed ? (followed.ExitCode, followed.Output) : default);
    }

    [Fact]
    public async Task The_summary_of_the_rows_is_the_total_that_was_merged()
    {
        using var site = new HeldSite();
        site.Release();
        using var prober = new Prober();
        var uptime = new UptimeWorkload(prober);
        await using var driver = await DriverNode.JoinAsync([cluster.Place], NodeSecurity.None, ConfigurationFiles.Load());
        string[] urls = [.. Enumerable.Range(0, 300).Select(unit => (unit % 3) switch { 0 => site.Url, 1 => "http://127.0.0.1:1/", _ => "ftp://a.example/" })];
        var job = await driver.Jobs.SubmitAsync(
            new(uptime.Name, uptime.Encode(new(TimeSpan.FromSeconds(20), FollowRedirects: true, Concurrency: 8)), ChunkUnits: 7), urls.Select(UptimeWorkload.ItemOf));
        var rows = await driver.Jobs.RowsAsync(job, view: RowView.Listed).SelectMany(page => page.Records).Select(record => SiteRecord.Decode(record.Body)).ToListAsync();
        Assert.Equal(urls, rows.Select(row => row.Url), StringComparer.Ordinal);
        var total = UptimeTally.Decode((await driver.Jobs.WaitAsync(job)).Total);
        Assert.Equal((100, 200), (total.Verdicts[Verdict.Up], total.Sites - total.Verdicts[Verdict.Up]));
        Assert.Equal(total, UptimeTally.Of([.. rows.Select(row => row.Result)]));
    }

    [Fact]
    public async Task Whoever_watches_sees_the_end_and_whoever_stops_watching_ends_nothing()
    {
        var id = (await RunAsync("gamma 6 --steps 1e15 --detach")).Output.Trim();
        using var ctrlC = new CancellationTokenSource();
        var impatient = CommandLines.Begin($"jobs watch {id} {cluster.Join}", ctrlC.Token);
        using var never = new CancellationTokenSource();
        var patient = CommandLines.Begin($"jobs watch {id} --output json {cluster.Join}", never.Token);
        await impatient.SaysAsync("debug: the gamma job runs");
        await patient.SaysAsync("debug: the gamma job runs");

        await ctrlC.CancelAsync();
        var stopped = await impatient.Ended;
        Assert.Equal((130, $"The job {id} is not watched any more, and goes on."), (stopped.ExitCode, stopped.ErrorLines[^1]));
        Assert.Equal("running", await StatusAsync(id));

        await RunAsync($"jobs cancel {id}");
        var ended = await patient.Ended;
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("\"status\":\"cancelled\"", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_has_a_line_for_every_job_and_says_how_each_is()
    {
        var id = (await RunAsync("uptime ftp://a.example/ --key listed --detach")).Output.Trim();
        await RunAsync($"jobs watch {id}");
        var lines = (await RunAsync("jobs list")).Output.Split('\n');
        Assert.Single(lines, line => line.Contains(" job ", StringComparison.Ordinal) && line.Contains(" status ", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains($" {id} completed ", StringComparison.Ordinal) && line.Contains(" 100 % ", StringComparison.Ordinal) && line.TrimEnd().EndsWith(" listed", StringComparison.Ordinal));

        var jobs = JsonElement.Parse((await RunAsync("jobs list --output json")).Output).GetProperty("jobs").EnumerateArray();
        var listed = Assert.Single(jobs, job => string.Equals(job.GetProperty("job").GetString(), id, StringComparison.Ordinal));
        Assert.Equal(("uptime", "completed", 1, 1), (listed.GetProperty("workload").GetString(), listed.GetProperty("status").GetString(), listed.GetProperty("units").GetInt32(), listed.GetProperty("unitsDone").GetInt32()));
    }

    [Fact]
    public async Task A_job_is_shown_with_its_terms_and_for_programs_with_its_parameters()
    {
        var id = (await RunAsync("gamma 5.5 --steps 1e5 --detach")).Output.Trim();
        await RunAsync($"jobs watch {id}");
        var text = (await RunAsync($"jobs show {id[6..]}")).Output;
        Assert.Contains($"job        {id}", text, StringComparison.Ordinal);
        Assert.Contains("terms      x = 5.5 over [0, 1000], rule left, 100,000 steps", text, StringComparison.Ordinal);
        Assert.Contains("done       100 %, 2 of 2 units", text, StringComparison.Ordinal);
        var json = JsonElement.Parse((await RunAsync($"jobs show {id} --output json")).Output);
        Assert.Equal((5.5, "cluster", 2), (json.GetProperty("parameters").GetProperty("X").GetDouble(), json.GetProperty("mode").GetString(), json.GetProperty("parallelism").GetInt32()));
    }

    [Fact]
    public async Task A_job_of_a_list_is_shown_with_how_many_there_are()
    {
        var id = (await RunAsync("uptime ftp://a.example/ ftp://b.example/ --redirects none --concurrency 1 --timeout 1500ms --detach")).Output.Trim();
        Assert.Contains("terms      2 sites, each within 1.5 s, redirects not followed, 1 probe a slot", (await RunAsync($"jobs show {id}")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_job_has_no_rows_for_is_refused()
    {
        var id = (await RunAsync("gamma 6 --steps 1e5 --detach")).Output.Trim();
        (await RunAsync($"jobs watch {id} --output csv")).IsRefusal("--output is csv, but a gamma job has one result and no rows");
    }

    [Fact]
    public async Task A_live_view_needs_a_terminal() =>
        (await RunAsync("jobs list --live")).IsRefusal("There is no terminal to draw a live view on");

    [Theory]
    [InlineData("show")]
    [InlineData("watch")]
    [InlineData("results")]
    [InlineData("cancel")]
    [InlineData("retry")]
    [InlineData("delete")]
    public async Task A_job_that_nobody_knows_is_a_sentence(string verb) =>
        (await RunAsync($"jobs {verb} no-such-job")).IsRefusal("There is no job 'no-such-job'");

    /// <summary>A job of four sites, which is done but for the third.</summary>
    private async Task<string> SubmitHeldAsync(HeldSite site)
    {
        var id = (await RunAsync($"uptime ftp://a.example/ ftp://b.example/ {site.Url} ftp://c.example/ --chunk-size 1 --detach")).Output.Trim();
        while (JsonElement.Parse((await RunAsync($"jobs show {id} --output json")).Output).GetProperty("unitsDone").GetInt32() < 3)
        {
            // Every asking is a round trip.
        }

        return id;
    }

    private static List<int> IndicesOf(IEnumerable<JsonElement> sites) => [.. sites.Select(site => site.GetProperty("index").GetInt32())];

    private static List<int> IndicesOf(string lines) => IndicesOf(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)));

    private Task<Ended> RunAsync(string line) => CommandLines.RunAsync($"{line} {cluster.Join}");

    private async Task<string?> StatusAsync(string job) =>
        JsonElement.Parse((await RunAsync($"jobs show {job} --output json")).Output).GetProperty("status").GetString();
}
