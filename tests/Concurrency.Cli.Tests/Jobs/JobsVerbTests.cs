using System.Text.Json;
using Concurrency.Cli.Tests.Cluster;
using Concurrency.Cli.Tests.Processes;

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
    public async Task A_job_is_shown_with_its_parameters()
    {
        var id = (await RunAsync("gamma 5.5 --steps 1e5 --detach")).Output.Trim();
        await RunAsync($"jobs watch {id}");
        var text = (await RunAsync($"jobs show {id[6..]}")).Output;
        Assert.Contains($"job        {id}", text, StringComparison.Ordinal);
        Assert.Contains("\"X\":5.5", text, StringComparison.Ordinal);
        Assert.Contains("done       100 %, 13 of 13 units", text, StringComparison.Ordinal);
        var json = JsonElement.Parse((await RunAsync($"jobs show {id} --output json")).Output);
        Assert.Equal((5.5, "cluster", 2), (json.GetProperty("parameters").GetProperty("X").GetDouble(), json.GetProperty("mode").GetString(), json.GetProperty("parallelism").GetInt32()));
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

    private Task<Ended> RunAsync(string line) => CommandLines.RunAsync($"{line} {cluster.Join}");

    private async Task<string?> StatusAsync(string job) =>
        JsonElement.Parse((await RunAsync($"jobs show {job} --output json")).Output).GetProperty("status").GetString();
}
