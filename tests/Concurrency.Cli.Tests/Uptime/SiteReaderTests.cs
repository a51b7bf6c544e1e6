using System.Text.Json;
using Concurrency.Cli.Running;
using Concurrency.Cli.Uptime;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;
using Concurrency.Workloads.Uptime;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Tests.Uptime;

public class SiteReaderTests
{
    private static readonly string[] Urls = ["http://a/?x=1&y=2", "http://b,\"c\"/", "http://d/", "http://e/"];
    private static readonly ProbeResult Up = new(Verdict.Up, null, 301, 200, 1, true, TimeSpan.FromSeconds(0.25));
    private static readonly ProbeResult Down = new(Verdict.Down, Reasons.ConnectRefused, null, null, 0, false, TimeSpan.FromSeconds(0.5));
    private static readonly FailedUnits Failed = new(UnitRange.Of(2), "it\nfell", 3);

    [Theory]
    [InlineData(nameof(OutputFormat.Csv), "1,\"http://b,\"\"c\"\"/\",down,connect_refused,,,0,0.5,anna,false")]
    [InlineData(nameof(OutputFormat.Csv), "2,http://d/,failed,\"it\nfell\",,,0,,,false")]
    [InlineData(nameof(OutputFormat.Csv), "0,http://a/?x=1&y=2,up,,301,200,1,0.25,anna,true")]
    [InlineData(nameof(OutputFormat.Ndjson), """{"index":0,"url":"http://a/?x=1&y=2","verdict":"up","reason":null,"firstStatus":301,"status":200,"hops":1,"latencySeconds":0.25,"worker":"anna","downgraded":true}""")]
    [InlineData(nameof(OutputFormat.Text), "up       301→200    0.250  http://a/?x=1&y=2  https_to_http\n")]
    [InlineData(nameof(OutputFormat.Text), "down           -    0.500  http://b,\"c\"/  connect_refused\n")]
    [InlineData(nameof(OutputFormat.Text), "failed         -        -  http://d/  it\\nfell\n")]
    [InlineData(nameof(OutputFormat.Text), "sites      4: 2 up, 1 down, 1 failed\n")]
    public void Every_format_says_what_was_found(string format, string line) =>
        Assert.Contains(line, Run(Enum.Parse<OutputFormat>(format)).ReplaceLineEndings("\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData(nameof(OutputFormat.Ndjson))]
    [InlineData(nameof(OutputFormat.Json))]
    public void Sites_are_in_the_order_of_the_list_whatever_the_order_of_coming(string format)
    {
        var text = Run(Enum.Parse<OutputFormat>(format));
        var sites = format is nameof(OutputFormat.Json)
            ? JsonElement.Parse(text).GetProperty("sites").EnumerateArray().ToList()
            : [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        Assert.Equal(Urls, sites.Select(site => site.GetProperty("url").GetString()), StringComparer.Ordinal);
    }

    [Fact]
    public void A_failed_site_does_not_hold_up_those_after_it()
    {
        var (output, reader) = Reader(OutputFormat.Ndjson);
        reader.Take([Record(0, Up), Record(3, Up), Record(1, Up)]);
        Assert.DoesNotContain("http://e/", output.ToString(), StringComparison.Ordinal);
        reader.Progress(Report(JobStatus.Running));
        Assert.Contains("http://e/", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_says_which_site_and_why_however_long_the_url()
    {
        var (_, reader) = Reader(OutputFormat.Text);
        string Say(string url, int? status) => reader.SentenceFor(new(0, new DangerMessage(url, "http_404", status).Encode()));
        Assert.Equal("warning: http://a/ is down: it answered with status 404 (http_404)", Say("http://a/", 404));
        Assert.Equal("warning: http://a/ is down: it did not answer (http_404)", Say("http://a/", null));
        Assert.EndsWith("… is down: it did not answer (http_404)", Say("http://a/" + new string('a', 2000), null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JobStatus.CompletedWithFailures, 2)]
    [InlineData(JobStatus.Cancelled, 130)]
    [InlineData(JobStatus.Failed, 1)]
    public void The_exit_code_says_how_it_ended(JobStatus status, int code) => Assert.Equal(code, Outcome(status).ExitCode);

    private static string Run(OutputFormat format)
    {
        var (output, reader) = Reader(format);
        reader.Take([Record(3, Up), Record(1, Down)]);
        reader.Take([Record(0, Up)]);
        reader.End(Outcome(JobStatus.CompletedWithFailures));
        return output.ToString();
    }

    private static (StringWriter Output, SiteReader Reader) Reader(OutputFormat format)
    {
        var output = new StringWriter();
        return (output, new(unit => Urls[unit], format, output));
    }

    private static UnitRecord Record(long unit, ProbeResult result) => new(unit, new SiteRecord(Urls[unit], result, "anna").Encode());

    private static UptimeOutcome Outcome(JobStatus status) => new(
        new(TimeSpan.FromSeconds(20), FollowRedirects: true, Concurrency: 64),
        Report(status),
        new(RunMode.Threads, 2, Akka.Configuration.Config.Empty),
        new("sites", "probed", 1, 4),
        UptimeTally.Of([Up, Up, Down]));

    private static JobReport Report(JobStatus status) => new(
        new("uptime-1"), status, "it fell.", Units: 4, UnitsDone: 3, [Failed], Chunks: 3, Retries: 3, TimeSpan.FromSeconds(1), Payload.Empty);
}
