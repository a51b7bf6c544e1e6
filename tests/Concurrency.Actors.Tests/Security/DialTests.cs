using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Remote;
using Concurrency.Actors.Nodes;
using Concurrency.Actors.Security;

namespace Concurrency.Actors.Tests.Security;

/// <summary>A node that cannot get to another says why, and lives to try again.</summary>
public sealed class DialTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly TestCertificates _others = new();
    private readonly NodeCertificates _own;

    public DialTests() => _own = _certificates.For("127.0.0.1");

    public void Dispose()
    {
        _certificates.Dispose();
        _others.Dispose();
    }

    [Fact]
    public async Task A_seed_of_another_authority_is_not_talked_to()
    {
        await using var seed = TestNode.Peer(_others.For("127.0.0.1"));
        await RequireFaultAsync(seed.Address, "has a certificate that this node's authority has not signed.");
    }

    [Fact]
    public async Task Nor_is_a_node_that_is_not_the_one_meant()
    {
        await using var seed = TestNode.Peer(_certificates.For("seed1.example", "10.0.0.5"));
        await RequireFaultAsync(seed.Address, "has a certificate for seed1.example and 10.0.0.5, not for 127.0.0.1.");
    }

    [Fact]
    public async Task Who_is_not_let_in_hears_of_it()
    {
        // Trusts the seed, but shows a certificate that the seed does not trust.
        var folder = _others.Issue(["127.0.0.1"]).Path;
        await File.AppendAllTextAsync(Path.Combine(folder, "ca.crt"), await File.ReadAllTextAsync(Path.Combine(_certificates.Folder, "ca.crt")));
        await using var seed = TestNode.Peer(_own);
        await RequireFaultAsync(seed.Address, "does not take this node's certificate: both need certificates of the same authority.", NodeCertificates.Load(folder));
    }

    [Fact]
    public async Task A_seed_without_TLS_is_not_talked_to()
    {
        await using var seed = TestNode.Peer(certificates: null);
        await RequireFaultAsync(seed.Address.WithProtocol("akka.ssl.tcp"), "closed the connection: it speaks no TLS, so give --tls to both or to none; or it has just ended.");
    }

    [Fact]
    public async Task What_is_no_node_at_all_is_not_talked_to()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync();
        await RequireFaultAsync(AddressOf(listener), "does not speak TLS: give --tls to both, or to none.");
        listener.Stop();
        await serving;

        async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
                    _ = await client.GetStream().ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false);
                }
            }
            catch (SocketException)
            {
                // Stopped.
            }
        }
    }

    [Fact]
    public async Task Where_nobody_listens_there_is_no_way()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = AddressOf(listener);
        listener.Stop();
        await RequireFaultAsync(address, "There is no way to 127.0.0.1:");
    }

    /// <summary>A seed that is stopped, or just being started again: it must not take those down who dial it.</summary>
    [Fact]
    public async Task A_seed_that_hangs_in_the_handshake_and_breaks_off_is_dialled_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = AddressOf(listener);
        await using var worker = TestNode.Peer(_certificates.For("workers"), "w-7f3a91c2");
        var answering = worker.RequireAnswerAsync(address);
        using (await listener.AcceptTcpClientAsync().WaitAsync(TestNode.Limit))
        using (await listener.AcceptTcpClientAsync().WaitAsync(TestNode.Limit))
        {
            // The first was given up, or there would be no second; both break off in the middle of the handshake.
        }

        listener.Stop();
        await using var seed = TestNode.Peer(_own, port: address.Port!.Value);
        await answering;
        Assert.False(worker.System.WhenTerminated.IsCompleted);
    }

    private static Address AddressOf(TcpListener listener) =>
        new("akka.ssl.tcp", NodeSystem.Name, "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);

    private async Task RequireFaultAsync(Address seed, string fault, NodeCertificates? certificates = null)
    {
        await using var worker = TestNode.Peer(certificates ?? _own, "w-7f3a91c2");
        var said = new TaskCompletionSource<Exception>();
        EventWatch.Start<AssociationErrorEvent>(worker.System, error => said.TrySetResult(error.Cause));
        // More than once, because the first may have failed before anybody listened.
        using var limit = new CancellationTokenSource(TestNode.Limit);
        for (; !said.Task.IsCompleted; limit.Token.ThrowIfCancellationRequested())
            Assert.False(await worker.AnswersAsync(seed, TimeSpan.FromSeconds(1)));
        var cause = (await said.Task).GetBaseException();
        Assert.Contains(fault, cause.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{seed.Port}", cause.Message, StringComparison.Ordinal);
        Assert.False(worker.System.WhenTerminated.IsCompleted);
        Assert.Empty(worker.OtherLines());
    }
}
