using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Workloads.Tests.Uptime;

public sealed class TlsTests : IDisposable
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    private readonly TestCertificates _certificates = new();
    private readonly Prober _prober;

    public TlsTests() => _prober = new(new() { TrustedRoots = [_certificates.Root], Resolve = _ => [IPAddress.Loopback] });

    public void Dispose()
    {
        _prober.Dispose();
        _certificates.Dispose();
    }

    [Theory]
    [InlineData("site.example")]
    [InlineData("site.example.")]
    [InlineData("127.0.0.1")]
    public async Task A_good_certificate_is_up(string host)
    {
        var told = new List<string>();
        await using var server = Serving(_certificates.Good, RawServer.Status(200), told);
        var result = await ProbeAsync(server, host);
        Assert.Equal((Verdict.Up, null, 200), (result.Verdict, result.Reason, result.Status));
        Assert.Equal([host is "127.0.0.1" ? "" : "site.example"], told);
    }

    [Fact]
    public async Task Each_probe_has_a_whole_handshake_of_its_own()
    {
        await using var server = Serving(_certificates.Good, RawServer.Status(404));
        for (var i = 0; i < 3; i++) Assert.Equal("http_404", (await ProbeAsync(server)).Reason);
        Assert.Equal((3, 3), (server.Connections, server.Requests.Count));
    }

    [Fact]
    public async Task Certificates_have_their_faults()
    {
        await AssertDownAsync(Reasons.TlsUntrusted, _certificates.SelfSigned(expired: false));
        await AssertDownAsync(Reasons.TlsUntrusted, _certificates.SelfSigned(expired: true));
        await AssertDownAsync(Reasons.TlsExpired, _certificates.Expired);
        await AssertDownAsync(Reasons.TlsExpired, _certificates.ExpiredForAnother);
        await AssertDownAsync(Reasons.TlsExpired, _certificates.ToCome);
        await AssertDownAsync(Reasons.TlsNameMismatch, _certificates.ForAnother);
    }

    [Fact]
    public async Task The_roots_of_the_system_do_not_know_ours()
    {
        using var prober = new Prober(new() { Resolve = _ => [IPAddress.Loopback] });
        await using var server = Serving(_certificates.Good, RawServer.Status(200));
        var result = await prober.ProbeAsync($"https://site.example:{server.Port}/", Ample, followRedirects: true, CancellationToken.None);
        Assert.Equal((Verdict.Down, Reasons.TlsUntrusted), (result.Verdict, result.Reason));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Plain_http_at_a_port_of_tls_is_down()
    {
        await using var server = RawServer.Of((_, stream) => RawServer.SendAsync(stream, "HTTP/1.1 400 This is plain HTTP\r\n\r\n" + new string('x', 1000)));
        Assert.Equal((Verdict.Down, Reasons.TlsFailed), Found(await ProbeAsync(server)));
    }

    [Fact]
    public async Task A_refused_handshake_is_down()
    {
        await using var server = RawServer.Of(async (server, stream) =>
        {
            await stream.ReadExactlyAsync(new byte[5], server.Stopping);
            await RawServer.SendAsync(stream, "\u0015\u0003\u0003\u0000\u0002\u0002\u0028"); // alert: fatal, handshake failure
            while (await stream.ReadAsync(new byte[1000], server.Stopping) > 0) { }
        });
        Assert.Equal((Verdict.Down, Reasons.TlsFailed), Found(await ProbeAsync(server)));
    }

    [Fact]
    public async Task Tls_at_a_port_of_plain_http_is_down()
    {
        await using var server = Serving(_certificates.Good, RawServer.Status(200));
        var result = await _prober.ProbeAsync(server.Url, Ample, followRedirects: true, CancellationToken.None);
        Assert.True(result.Reason is Reasons.ProtocolError or Reasons.ConnClosed or Reasons.ConnReset, result.Reason);
    }

    [Fact]
    public Task No_handshake_in_time_is_down() => SilentServer.AssertTimeoutAsync(Reasons.TimeoutTls, "https", new(), async (server, stream) =>
    {
        await stream.ReadExactlyAsync(new byte[5], server.Stopping);
        return stream;
    });

    [Fact]
    public Task No_answer_in_time_is_down() =>
        SilentServer.AssertTimeoutAsync(Reasons.TimeoutHeaders, "https", new() { TrustedRoots = [_certificates.Root] }, async (server, stream) =>
        {
            var secure = await SecureAsync(stream, _certificates.Good);
            await server.ReadHeadAsync(secure);
            return secure;
        });

    [Theory]
    [InlineData(false, Reasons.ConnClosed)]
    [InlineData(true, Reasons.ConnReset)]
    public async Task Gone_during_the_handshake_is_down(bool reset, string reason)
    {
        await using var server = RawServer.Of(async (server, stream) =>
        {
            Assert.True(await stream.ReadAtLeastAsync(new byte[4096], 100, throwOnEndOfStream: false, server.Stopping) >= 100);
            if (!reset) return;
            stream.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
            stream.Socket.Dispose();
        });
        Assert.Equal((Verdict.Down, reason), Found(await ProbeAsync(server)));
    }

    [Theory]
    [InlineData(false, Reasons.ConnClosed)]
    [InlineData(true, Reasons.ConnReset)]
    public async Task Gone_before_an_answer_is_down(bool reset, string reason)
    {
        await using var server = RawServer.Of(async (server, stream) =>
        {
            await using var secure = await SecureAsync(stream, _certificates.Good);
            await server.ReadHeadAsync(secure);
            if (!reset) return;
            stream.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
            stream.Socket.Dispose();
        });
        Assert.Equal((Verdict.Down, reason), Found(await ProbeAsync(server)));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Garbage_after_the_handshake_is_down()
    {
        await using var server = RawServer.Of(async (server, stream) =>
        {
            await using var secure = await SecureAsync(stream, _certificates.Good);
            await server.ReadHeadAsync(secure);
            await RawServer.SendAsync(stream, "\u0017\u0003\u0003\u0000\u0020" + new string('x', 32)); // a record that no key fits
        });
        Assert.Equal((Verdict.Down, Reasons.TlsFailed), Found(await ProbeAsync(server)));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_server_that_wants_a_certificate_of_ours_is_down(SslProtocols protocol)
    {
        await using var server = RawServer.Of(async (_, stream) =>
        {
            await using var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = _certificates.Good,
                ClientCertificateRequired = true,
                EnabledSslProtocols = protocol,
            });
        });
        var result = await ProbeAsync(server);
        Assert.Equal(Verdict.Down, result.Verdict);
        Assert.True(result.Reason is Reasons.TlsFailed or Reasons.ConnClosed or Reasons.ConnReset, result.Reason); // as the server puts it
    }

    [Fact]
    public async Task A_redirect_from_https_to_http_is_noted()
    {
        await using var plain = RawServer.Answering(path => path is "/" ? RawServer.Redirect("/end") : RawServer.Status(200));
        await using var server = Serving(_certificates.Good, RawServer.Redirect(plain.Url, 301));
        var result = await ProbeAsync(server);
        Assert.Equal((Verdict.Up, 301, 200, 2, true), (result.Verdict, result.FirstStatus, result.Status, result.Hops, result.Downgraded));
    }

    [Fact]
    public async Task A_redirect_from_http_to_https_is_followed_with_nothing_noted()
    {
        await using var server = Serving(_certificates.Good, RawServer.Status(200));
        await using var plain = RawServer.Answering(RawServer.Redirect($"https://site.example:{server.Port}/"));
        var result = await _prober.ProbeAsync(plain.Url, Ample, followRedirects: true, CancellationToken.None);
        Assert.Equal((Verdict.Up, 302, 200, 1, false), (result.Verdict, result.FirstStatus, result.Status, result.Hops, result.Downgraded));
    }

    private static RawServer Serving(X509Certificate2 certificate, string answer, List<string>? told = null) => Serving(
        certificate,
        async (server, secure) =>
        {
            told?.Add(secure.TargetHostName);
            if ((await server.ReadHeadAsync(secure)).Length > 0) await RawServer.SendAsync(secure, answer);
        });

    private static RawServer Serving(X509Certificate2 certificate, Func<RawServer, SslStream, Task> behave) => RawServer.Of(async (server, stream) =>
    {
        await using var secure = await SecureAsync(stream, certificate);
        await behave(server, secure);
    });

    private static async Task<SslStream> SecureAsync(NetworkStream stream, X509Certificate2 certificate)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: true);
        await secure.AuthenticateAsServerAsync(certificate);
        return secure;
    }

    private Task<ProbeResult> ProbeAsync(RawServer server, string host = "site.example") =>
        _prober.ProbeAsync($"https://{host}:{server.Port}/", Ample, followRedirects: true, CancellationToken.None);

    private async Task AssertDownAsync(string reason, X509Certificate2 certificate)
    {
        await using var server = Serving(certificate, RawServer.Status(200));
        Assert.Equal((Verdict.Down, reason), Found(await ProbeAsync(server)));
        Assert.Empty(server.Requests);
    }

    private static (Verdict Verdict, string? Reason) Found(ProbeResult result) => (result.Verdict, result.Reason);
}
