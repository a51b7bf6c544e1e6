using System.Globalization;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Workloads.Tests.Uptime;

public sealed class RedirectTests : IDisposable
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    private readonly Prober _prober = new();

    public void Dispose() => _prober.Dispose();

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Is_followed(int status)
    {
        await using var server = RawServer.Answering(path => path is "/" ? RawServer.Redirect("/there", status) : RawServer.Status(200));
        var result = await ProbeAsync(server.Url);
        Assert.Equal((Verdict.Up, null, status, 200, 1, false), Facts(result));
        Assert.Equal(["HEAD / HTTP/1.1", "HEAD /there HTTP/1.1"], server.Requests);
    }

    [Theory]
    [InlineData(304)]
    [InlineData(305)]
    [InlineData(306)]
    [InlineData(201)]
    public async Task Other_answers_are_final_with_a_location_too(int status)
    {
        await using var server = RawServer.Answering(RawServer.Redirect("/there", status));
        Assert.Equal((Verdict.Up, null, status, status, 0, false), Facts(await ProbeAsync(server.Url)));
    }

    [Theory]
    [InlineData("there?a=b#fragment", "/dir/there?a=b")]
    [InlineData("../there", "/there")]
    [InlineData("?q", "/dir/here?q")]
    [InlineData("//127.0.0.1:{port}/there", "/there")]
    [InlineData("http://127.0.0.1:{port}/a b", "/a%20b")]
    [InlineData("http://user:password@127.0.0.1:{port}/there", "/there")]
    [InlineData("HTTP://LOCALHOST:{port}/There", "/There")]
    [InlineData("/there\r\nLocation: /there", "/there")]
    [InlineData("/there\r\nX: y\r\nlocation:/there\r\nLocation: /there ", "/there")]
    [InlineData("/there, /there", "/there,%20/there")]
    [InlineData("/\u00c3\u00a9", "/%C3%A9")] // é in UTF-8
    [InlineData("/\u00e9", "/%E9")] // é in Latin 1
    public async Task Leads_to_the_url_that_is_meant(string location, string path)
    {
        var port = 0;
        await using var server = RawServer.Answering(asked =>
            asked is "/dir/here" ? RawServer.Redirect(location.Replace("{port}", $"{port}", StringComparison.Ordinal)) : RawServer.Status(204));
        port = server.Port;
        Assert.Equal((Verdict.Up, null, 302, 204, 1, false), Facts(await ProbeAsync(server.Url + "dir/here#there")));
        Assert.Equal(["HEAD /dir/here HTTP/1.1", $"HEAD {path} HTTP/1.1"], server.Requests);
    }

    [Fact]
    public void Leads_to_hosts_of_other_scripts() =>
        Assert.Equal("xn--bcher-kva.example", Redirects.Target(new("http://127.0.0.1/"), "https://b\u00c3\u00bccher.example/")!.IdnHost);

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("mailto:somebody@example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://")]
    [InlineData("http://a b/")]
    [InlineData("http://example.com:99999/")]
    [InlineData("//")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/there\r\nLocation: /elsewhere")]
    [InlineData("/there\r\nLocation: /there\r\nLocation: /elsewhere")]
    [InlineData("/there\r\nLocation:")]
    public async Task To_what_cannot_be_asked_is_down(string location)
    {
        await using var server = RawServer.Answering(RawServer.Redirect(location));
        Assert.Equal((Verdict.Down, Reasons.RedirectInvalid, 302, 302, 0, false), Facts(await ProbeAsync(server.Url)));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task To_nowhere_is_an_answer()
    {
        await using var server = RawServer.Answering(RawServer.Redirect(location: null));
        Assert.Equal((Verdict.Up, null, 302, 302, 0, false), Facts(await ProbeAsync(server.Url)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("#fragment")]
    [InlineData("http://user@127.0.0.1:{port}")]
    public async Task To_itself_is_a_loop(string location)
    {
        var port = 0;
        await using var server = RawServer.Answering(_ => RawServer.Redirect(location.Replace("{port}", $"{port}", StringComparison.Ordinal)));
        port = server.Port;
        Assert.Equal((Verdict.Down, Reasons.RedirectLoop, 302, 302, 0, false), Facts(await ProbeAsync(server.Url)));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task In_a_circle_is_a_loop()
    {
        await using var server = RawServer.Answering(path => path is "/" ? RawServer.Redirect("/there", 301) : RawServer.Redirect("/", 307));
        Assert.Equal((Verdict.Down, Reasons.RedirectLoop, 301, 307, 1, false), Facts(await ProbeAsync(server.Url)));
    }

    [Theory]
    [InlineData(10, Verdict.Up, null, 200)]
    [InlineData(11, Verdict.Down, Reasons.RedirectLoop, 302)]
    [InlineData(1000, Verdict.Down, Reasons.RedirectLoop, 302)]
    public async Task Ten_are_followed(int redirects, Verdict verdict, string? reason, int status)
    {
        await using var server = RawServer.Answering(path =>
        {
            var step = path is "/" ? 0 : int.Parse(path[1..], CultureInfo.InvariantCulture);
            return step < redirects ? RawServer.Redirect($"/{step + 1}") : RawServer.Status(200);
        });
        Assert.Equal((verdict, reason, 302, status, 10, false), Facts(await ProbeAsync(server.Url)));
        Assert.Equal(11, server.Requests.Count);
    }

    [Fact]
    public async Task The_final_answer_decides()
    {
        await using var server = RawServer.Answering(path => path is "/" ? RawServer.Redirect("/gone") : RawServer.Status(410));
        Assert.Equal((Verdict.Down, "http_410", 302, 410, 1, false), Facts(await ProbeAsync(server.Url)));
    }

    [Fact]
    public async Task To_a_host_that_does_not_answer_is_down_with_the_first_status()
    {
        await using var gone = RawServer.Answering("");
        await using var server = RawServer.Answering(RawServer.Redirect(gone.Url));
        Assert.Equal((Verdict.Down, Reasons.ConnClosed, 302, null, 1, false), Facts(await ProbeAsync(server.Url)));
    }

    [Fact]
    public async Task Is_not_followed_unless_told()
    {
        await using var server = RawServer.Answering(RawServer.Redirect("ftp://127.0.0.1/"));
        var result = await _prober.ProbeAsync(server.Url, Ample, followRedirects: false, CancellationToken.None);
        Assert.Equal((Verdict.Up, null, 302, 302, 0, false), Facts(result));
    }

    [Fact]
    public async Task The_time_limit_is_for_all_of_them()
    {
        await using var server = RawServer.Of(async (server, stream) =>
        {
            var head = await server.ReadHeadAsync(stream);
            await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System, server.Stopping);
            await RawServer.SendAsync(stream, RawServer.Redirect(head.Split(' ')[1] + "x"));
        });
        var result = await _prober.ProbeAsync(server.Url, TimeSpan.FromMilliseconds(400), followRedirects: true, CancellationToken.None);
        Assert.Equal(Verdict.Down, result.Verdict);
        Assert.StartsWith("timeout_", result.Reason, StringComparison.Ordinal);
        Assert.Null(result.Status);
    }

    private Task<ProbeResult> ProbeAsync(string url) => _prober.ProbeAsync(url, Ample, followRedirects: true, CancellationToken.None);

    private static (Verdict Verdict, string? Reason, int? First, int? Last, int Hops, bool Downgraded) Facts(ProbeResult result) =>
        (result.Verdict, result.Reason, result.FirstStatus, result.Status, result.Hops, result.Downgraded);
}
