using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concurrency.Actors.Security;
using Microsoft.Extensions.Time.Testing;

namespace Concurrency.Actors.Tests.Security;

/// <summary>Who has no certificate of the authority does not get in, costs the node one line of its log, and leaves it as it was.</summary>
public sealed class StrangersTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly TestCertificates _others = new();
    private readonly NodeCertificates _own;

    public StrangersTests() => _own = _certificates.For("127.0.0.1");

    public static TheoryData<string> Kinds => [.. Garbage.Kinds];

    public void Dispose()
    {
        _certificates.Dispose();
        _others.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Garbage_is_refused(string kind)
    {
        await using var node = TestNode.Peer(_own);
        await using (var stranger = await Stranger.ConnectAsync(node.Port))
        {
            await stranger.SendAsync(Garbage.Of(kind));
            await stranger.RequireHangUpAsync();
        }

        await RequireOneLineAsync(node, kind is "half a TLS hello" ? "did not finish the handshake in" : "does not speak TLS");
        await RequireServiceAsync(node);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Garbage_from_a_node_of_ours_ends_its_connection_alone(string kind)
    {
        await using var node = TestNode.Peer(_own);
        await using var stranger = await Stranger.HandshakeAsync(node.Port, _own.Own);
        await stranger.SendAsync(Garbage.Of(kind));
        await stranger.RequireHangUpAsync();
        Assert.InRange((await node.NextLineAsync()).Length, 1, 150);
        await RequireServiceAsync(node);
        Assert.Empty(node.OtherLines());
    }

    [Fact]
    public async Task Who_only_knocks_is_not_worth_a_line()
    {
        await using var node = TestNode.Peer(_own);
        for (var i = 0; i < 20; i++)
        {
            await using var stranger = await Stranger.ConnectAsync(node.Port);
        }

        await RequireServiceAsync(node);
        Assert.Empty(node.OtherLines());
    }

    [Fact]
    public async Task A_hundred_connections_that_say_nothing_keep_nobody_out()
    {
        await using var node = TestNode.Peer(_own);
        var strangers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Stranger.ConnectAsync(node.Port)));
        await RequireServiceAsync(node);
        await Task.WhenAll(strangers.Select(stranger => stranger.RequireHangUpAsync()));
        foreach (var stranger in strangers) await stranger.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_certificate_nobody_gets_in()
    {
        await using var node = TestNode.Peer(_own);
        await RequireRefusedAsync(node, certificate: null, "shows no certificate");
    }

    [Fact]
    public async Task A_certificate_of_another_authority_does_not_do()
    {
        await using var node = TestNode.Peer(_own);
        await RequireRefusedAsync(node, _others.For("127.0.0.1").Own, "has a certificate that this node's authority has not signed");
    }

    [Fact]
    public async Task An_expired_certificate_does_not_do()
    {
        var then = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddYears(-3));
        using var old = new TestCertificates();
        old.Issue(["authority-of-then"], then);
        await using var node = TestNode.Peer(NodeCertificates.Load(old.Issue(["127.0.0.1"]).Path));
        var expired = NodeCertificates.Load(old.Issue(["expired"], then).Path, then);
        await RequireRefusedAsync(node, expired.Own, "has a certificate for the time from");
    }

    /// <summary>A certificate may name an address where its issuer can be had; whoever goes there can be sent anywhere by anybody.</summary>
    [Fact]
    public async Task Nothing_is_downloaded_because_a_stranger_says_so()
    {
        _others.Issue(["stranger"]);
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=stranger", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [$"http://{trap.LocalEndpoint}/ca.crt"]));
        using var authority = CertificateFiles.ReadWithKey(Path.Combine(_others.Folder, "ca.crt"), Path.Combine(_others.Folder, "ca.key"));
        using var signed = request.Create(authority, authority.Validity().From, authority.Validity().To, [1]);
        using var certificate = signed.CopyWithPrivateKey(key);

        await using var node = TestNode.Peer(_own);
        await RequireRefusedAsync(node, certificate, "has a certificate that this node's authority has not signed");
        Assert.False(trap.Pending());
    }

    [Fact]
    public async Task A_node_without_TLS_does_not_get_in()
    {
        await using var node = TestNode.Peer(_own);
        await using var plain = TestNode.Peer(certificates: null);
        Assert.False(await plain.AnswersAsync(node.Address.WithProtocol("akka.tcp"), TimeSpan.FromSeconds(2)));
        await RequireOneLineAsync(node, "does not speak TLS");
        await RequireServiceAsync(node);
    }

    [Fact]
    public async Task Old_versions_of_TLS_are_not_spoken()
    {
        await using var node = TestNode.Peer(_own);
        await using var stranger = await Stranger.HandshakeAsync(node.Port, _own.Own);
        Assert.True(stranger.Version is SslProtocols.Tls12 or SslProtocols.Tls13);
    }

    private static async Task RequireRefusedAsync(TestNode node, X509Certificate2? certificate, string reason)
    {
        try
        {
            await using var stranger = await Stranger.HandshakeAsync(node.Port, certificate);
            await stranger.RequireHangUpAsync();
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            // As good as a hang-up: it depends on the version of TLS when the stranger hears of it.
        }

        await RequireOneLineAsync(node, reason);
    }

    private static async Task RequireOneLineAsync(TestNode node, string reason)
    {
        var line = await node.NextLineAsync();
        Assert.Matches(@"^warning: Refused 127\.0\.0\.1:[0-9]+: it .*\.$", line);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 1, 150);
        Assert.Empty(node.OtherLines());
    }

    private async Task RequireServiceAsync(TestNode node)
    {
        await using var good = TestNode.Peer(_certificates.For("workers"), "w-7f3a91c2");
        await good.RequireAnswerAsync(node.Address);
    }
}
