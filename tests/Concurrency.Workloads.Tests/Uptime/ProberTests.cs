using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Workloads.Tests.Uptime;

/// <summary>Plain HTTP: what sites do wrong with a connection or an answer.</summary>
public sealed class ProberTests : IDisposable
{
    /// <summary>Where an answer must come, however slow the machine.</summary>
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    private readonly Prober _prober = new();

    public void Dispose() => _prober.Dispose();

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(304)]
    [InlineData(399)]
    public async Task A_status_below_400_is_up(int status)
    {
        await using var server = RawServer.Answering(RawServer.Status(status));
        var result = await ProbeAsync(server.Url);
        Assert.Equal((Verdict.Up, null, status, status), (result.Verdict, result.Reason, result.FirstStatus, result.Status));
        Assert.Equal((0, false), (result.Hops, result.Downgraded));
        Assert.True(result.Latency > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(503)]
    [InlineData(600)]
    [InlineData(999)]
    public async Task A_status_of_400_or_more_is_down(int status)
    {
        await using var server = RawServer.Answering(RawServer.Status(status));
        var result = await ProbeAsync(server.Url);
        Assert.Equal((Verdict.Down, $"http_{status}", status, status), (result.Verdict, result.Reason, result.FirstStatus, result.Status));
    }

    [Fact]
    public async Task The_request_is_one_bare_head()
    {
        var head = "";
        await using var server = RawServer.Of(async (server, stream) =>
        {
            head = await server.ReadHeadAsync(stream);
            await RawServer.SendAsync(stream, RawServer.Status(200));
        });
        await ProbeAsync($"http://user:password@127.0.0.1:{server.Port}/a%20b/é?q=1#fragment");
        var version = FileVersionInfo.GetVersionInfo(typeof(Prober).Assembly.Location).ProductVersion!.Split('+')[0];
        Assert.Equal(
            $"""
            HEAD /a%20b/%C3%A9?q=1 HTTP/1.1
            Host: 127.0.0.1:{server.Port}
            User-Agent: concurrency-uptime/{version}
            Accept: */*
            Connection: close


            """,
            head.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Each_probe_has_a_connection_of_its_own()
    {
        // An answer that would let the connection be used again, if it were for the server.
        await using var server = RawServer.Of(async (server, stream) =>
        {
            while ((await server.ReadHeadAsync(stream)).Length > 0)
                await RawServer.SendAsync(stream, "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n");
        });
        for (var i = 0; i < 3; i++) Assert.Equal(Verdict.Up, (await ProbeAsync(server.Url)).Verdict);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => Assert.Equal(Verdict.Up, (await ProbeAsync(server.Url)).Verdict)));
        Assert.Equal((13, 13), (server.Connections, server.Requests.Count));
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 404 No\r\n\r\n", 404)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", 101)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\n", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nContent-Encoding: gzip\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\n\r\n", 401)]
    public async Task Odd_answers_are_answers(string answer, int status)
    {
        await using var server = RawServer.Answering(answer);
        var result = await ProbeAsync(server.Url);
        Assert.Equal((status, status < 400 ? Verdict.Up : Verdict.Down), (result.Status, result.Verdict));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("\0\u0001\u0002garbage\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", Reasons.ProtocolError)]
    [InlineData("<html>HTTP/0.9 had no status line</html>\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("HTTP/1.1 000 Nothing\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("HTTP/1.1 099 Nothing\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("HTTP/1.1 2xx Well\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("HTTP/1.1 200OK\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("HTTP/1.1 200 OK\r\nsp ace: x\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("HTTP/1.1 200 OK\r\n folded: x\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nX\0: x\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("\r\n\r\n", Reasons.ProtocolError)]
    [InlineData("\u0016\u0003\u0001\u0002\r\n", Reasons.ProtocolError)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", Reasons.ConnClosed)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", Reasons.ConnClosed)]
    [InlineData("", Reasons.ConnClosed)]
    public async Task What_is_no_answer_is_down(string answer, string reason)
    {
        await using var server = RawServer.Answering(answer);
        await AssertDownAsync(reason, server.Url);
        Assert.Single(server.Requests); // The framework would like to try once more when a connection ends without a byte.
    }

    [Fact]
    public async Task Headers_without_end_are_down()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"X-{i}: {new string('x', 100)}\r\n")) + "\r\n");
        await AssertDownAsync(Reasons.ProtocolError, server.Url);
    }

    [Fact]
    public async Task Closed_before_it_is_asked_is_down()
    {
        await using var server = RawServer.Of((_, _) => Task.CompletedTask);
        var result = await ProbeAsync(server.Url);
        Assert.True(result.Reason is Reasons.ConnClosed or Reasons.ConnReset, result.Reason);
        Assert.Equal(Verdict.Down, result.Verdict);
    }

    [Fact]
    public async Task Reset_is_down()
    {
        await using var server = RawServer.Of(async (server, stream) =>
        {
            await server.ReadHeadAsync(stream);
            stream.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
            stream.Socket.Dispose(); // not the stream, which would shut the connection down in peace first
        });
        await AssertDownAsync(Reasons.ConnReset, server.Url);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Refused_is_down()
    {
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // and never listens
        await AssertDownAsync(Reasons.ConnectRefused, $"http://127.0.0.1:{((IPEndPoint)bound.LocalEndPoint!).Port}/");
    }

    [Fact]
    public async Task Port_0_is_down_and_no_trouble_of_this_machine()
    {
        var result = await ProbeAsync("http://127.0.0.1:0/");
        Assert.Equal(Verdict.Down, result.Verdict);
        Assert.True(result.Reason is Reasons.ConnectRefused or Reasons.ConnectFailed, result.Reason);
    }

    [Fact]
    public Task No_answer_in_time_is_down() => SilentServer.AssertTimeoutAsync(Reasons.TimeoutHeaders, "http", new(), async (server, stream) =>
    {
        await server.ReadHeadAsync(stream);
        return stream;
    });

    [Fact]
    public Task Headers_that_dribble_are_out_of_time_too() => SilentServer.AssertTimeoutAsync(
        Reasons.TimeoutHeaders,
        "http",
        new(),
        async (server, stream) =>
        {
            await server.ReadHeadAsync(stream);
            await RawServer.SendAsync(stream, "HTTP/1.1 200 OK\r\nX: ");
            return stream;
        },
        async (server, stream) =>
        {
            while (true)
            {
                await RawServer.SendAsync(stream, "x");
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, server.Stopping);
            }
        });

    [Fact]
    public async Task A_probe_that_is_cancelled_leaves_at_once()
    {
        var asked = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await using var server = RawServer.Of(async (server, stream) =>
        {
            await server.ReadHeadAsync(stream);
            asked.SetResult();
            Assert.Equal(0, await stream.ReadAsync(new byte[1]));
            left.SetResult();
        });
        using var source = new CancellationTokenSource();
        var probe = _prober.ProbeAsync(server.Url, Ample, followRedirects: true, source.Token);
        await asked.Task;
        await source.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
        Assert.Equal(source.Token, exception.CancellationToken);
        await left.Task; // The connection goes with the probe.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _prober.ProbeAsync(server.Url, Ample, followRedirects: true, source.Token));
    }

    [Fact]
    public async Task A_line_that_is_no_url_is_not_asked()
    {
        var result = await ProbeAsync("example");
        Assert.Equal(new ProbeResult(Verdict.Invalid, Reasons.InvalidUrl, null, null, 0, false, TimeSpan.Zero), result);
    }

    private Task<ProbeResult> ProbeAsync(string url) => _prober.ProbeAsync(url, Ample, followRedirects: true, CancellationToken.None);

    private async Task AssertDownAsync(string reason, string url)
    {
        var result = await ProbeAsync(url);
        Assert.Equal((Verdict.Down, reason), (result.Verdict, result.Reason));
        Assert.Equal((null, null, 0), (result.FirstStatus, result.Status, result.Hops));
    }
}
