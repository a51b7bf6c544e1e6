using System.Globalization;
using System.Net;
using System.Text.Json;
using Concurrency.Cli.TestSite;

namespace Concurrency.Cli.Tests.Processes;

/// <summary>The uptime verb as users run it, on a web of this machine.</summary>
public sealed class UptimeTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concurrency-").FullName;
    private TestWeb _web = null!;

    public async Task InitializeAsync() => _web = await TestWeb.StartAsync(new(IPAddress.Loopback, 0), hanging: true);

    public async Task DisposeAsync()
    {
        await _web.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("threads")]
    [InlineData("serial")]
    public async Task Json_has_every_site_in_the_order_of_the_list_and_adds_up(string mode)
    {
        var list = await ListAsync([.. Answering, "rubbish"]);
        var ended = await ConcurrencyProcess.RunAsync(["uptime", list, "--output", "json", "--mode", mode]);
        Assert.Equal(2, ended.ExitCode);
        using var json = JsonDocument.Parse(Assert.Single(ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        var result = json.RootElement;
        Assert.Equal(("uptime", "completed", mode), (Text(result, "workload"), Text(result, "status"), Text(result, "mode")));
        Assert.Equal(
            (30, 25, 4, 1, 0, 0, 0),
            (Count("total"), Count("up"), Count("down"), Count("invalid"), Count("blocked"), Count("unknown"), Count("failed")));
        Assert.Equal((30, 30, 0), (Count("units"), Count("unitsDone"), result.GetProperty("failedUnits").GetArrayLength()));
        var latency = result.GetProperty("latencySeconds");
        Assert.InRange(latency.GetProperty("p50").GetDouble(), 0.05, latency.GetProperty("max").GetDouble());

        var sites = result.GetProperty("sites").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, 30), sites.Select(site => site.GetProperty("index").GetInt32()));
        Assert.Equal(Answering.Append("rubbish"), sites.Select(site => Text(site, "url")), StringComparer.Ordinal);
        Assert.Equal(
            ["connect_refused", "connect_refused", "http_404", "http_503", "invalid_url"],
            sites.Select(site => Text(site, "reason")).OfType<string>().Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Equal(6, sites.Count(site => site.GetProperty("hops").GetInt32() == 1 && site.GetProperty("status").GetInt32() == 200));
        Assert.All(sites, site => Assert.Equal(mode is "serial" ? "serial" : "local", Text(site, "worker")));

        // One warning for every site that is down, and for nothing else.
        Assert.Equal(4, ended.ErrorLines.Count);
        Assert.All(ended.ErrorLines, line => Assert.Matches(@"^warning: http://\S+ is down: .* \((connect_refused|http_404|http_503)\)$", line));

        long Count(string name) => result.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task Ndjson_and_csv_have_a_line_for_every_site()
    {
        var list = await ListAsync(Answering);
        var ndjson = (await ConcurrencyProcess.RunAsync(["uptime", list, "--output", "ndjson"])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var csv = (await ConcurrencyProcess.RunAsync(["uptime", list, "--output", "csv"])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("index,url,verdict,reason,firstStatus,status,hops,latencySeconds,worker,downgraded", csv[0]);
        Assert.Equal(Answering, csv[1..].Select(line => line.Split(',')[1]), StringComparer.Ordinal);
        Assert.Equal(Answering, ndjson.Select(line => Text(JsonElement.Parse(line), "url")), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Text_has_a_line_for_every_site_and_what_they_come_to()
    {
        var ended = await ConcurrencyProcess.RunAsync(["uptime", .. Answering.Take(4), "http://"]);
        var lines = ended.Output.Split('\n');
        Assert.StartsWith("verdict", lines[0], StringComparison.Ordinal);
        Assert.All(Answering.Take(4).Zip(lines[1..]), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Matches("^invalid +- +-  http://  invalid_url$", lines[5]);
        Assert.Contains("sites      5: 4 up, 1 invalid", ended.Output, StringComparison.Ordinal);
        Assert.Contains("reasons    1 invalid_url", ended.Output, StringComparison.Ordinal);
        Assert.Matches(@"latency    p50 \d+\.\d+ s, .* of 4 answers", ended.Output);
        Assert.Equal((2, ""), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public async Task When_every_site_is_up_the_exit_code_is_0()
    {
        var ended = await ConcurrencyProcess.RunAsync(["uptime", _web.Urls[0], "--output", "ndjson"]);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public async Task Without_redirects_the_first_answer_is_the_verdict()
    {
        var ended = await ConcurrencyProcess.RunAsync(["uptime", await ListAsync(Answering), "--output", "json", "--redirects", "none"]);
        using var json = JsonDocument.Parse(ended.Output);
        var sites = json.RootElement.GetProperty("sites").EnumerateArray().ToList();
        Assert.Equal(6, sites.Count(site => site.GetProperty("status").ValueKind == JsonValueKind.Number && site.GetProperty("status").GetInt32() is > 300 and < 400));
        Assert.All(sites, site => Assert.Equal(0, site.GetProperty("hops").GetInt32()));
    }

    [Fact]
    public async Task A_site_that_never_answers_is_down_when_its_time_is_over()
    {
        var ended = await ConcurrencyProcess.RunAsync(["uptime", _web.Urls[^1], "--timeout", "50ms", "--output", "ndjson"]);
        Assert.Equal("timeout_headers", Text(JsonElement.Parse(ended.Output), "reason"));
        Assert.Equal(2, ended.ExitCode);
    }

    [UnixTheory]
    [InlineData("threads", "json")]
    [InlineData("serial", "ndjson")]
    public async Task Cancelled_it_says_what_it_has(string mode, string output)
    {
        // The last site holds the job until it is called off.
        using var process = ConcurrencyProcess.Start(["uptime", .. Answering.Take(3), _web.Urls[^1], "--mode", mode, "--output", output], ("CONCURRENCY_DEBUG", "1"));
        await process.SaysAsync("debug: the uptime job runs");
        process.Signal(System.Runtime.InteropServices.PosixSignal.SIGINT);
        var ended = await process.EndAsync();
        Assert.Equal(130, ended.ExitCode);
        Assert.Matches(@"^Cancelled after .* of 4 sites were probed\.$", Assert.Single(ended.ErrorLines));
        if (output is not "json") return;
        using var json = JsonDocument.Parse(ended.Output);
        Assert.Equal("cancelled", Text(json.RootElement, "status"));
        Assert.Equal(json.RootElement.GetProperty("total").GetInt32(), json.RootElement.GetProperty("sites").GetArrayLength());
    }

    /// <summary>What the web has but for the site that never answers.</summary>
    private IReadOnlyList<string> Answering => [.. _web.Urls.SkipLast(1)];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private async Task<string> ListAsync(IEnumerable<string> lines)
    {
        var file = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():n}.txt"));
        await File.WriteAllLinesAsync(file, ["# a list", "", .. lines]);
        return file;
    }
}
