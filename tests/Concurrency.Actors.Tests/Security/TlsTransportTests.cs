using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Nodes;
using Concurrency.Actors.Security;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Security;

/// <summary>Nodes that have certificates of the same authority.</summary>
public sealed class TlsTransportTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly NodeCertificates _own;

    public TlsTransportTests() => _own = _certificates.For("127.0.0.1");

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task A_worker_that_nobody_can_dial_is_answered()
    {
        await using var seed = TestNode.Seed(_own);
        await using var worker = TestNode.Peer(_certificates.For("workers"), "w-7f3a91c2");
        await worker.RequireAnswerAsync(seed.Address);
        Assert.Equal("akka.ssl.tcp", seed.Address.Protocol);
        Assert.Empty(seed.OtherLines());
        Assert.Empty(worker.OtherLines());
    }

    [Fact]
    public async Task Messages_of_all_sizes_arrive_in_order()
    {
        await using var one = TestNode.Peer(_own);
        await using var other = TestNode.Peer(_own);
        await one.RequireAnswerAsync(other.Address);

        // Three times as much as may wait to be sent at once, up to nearly a whole frame each.
        var sent = Enumerable.Range(0, 300).Select(i => new Page(new("job"), i, [new(new byte[i * 37 % 120_000])])).ToList();
        var received = new List<Page>();
        var done = new TaskCompletionSource();
        var reader = one.System.ActorOf(Props.Create(() => new Reader(received, sent.Count, done)));
        foreach (var page in sent) one.On(other).Tell(page, reader);
        await done.Task.WaitAsync(TestNode.Limit);
        Assert.Equal(sent.Select(page => (page.Number, page.Items[0].Length)), received.Select(page => (page.Number, page.Items[0].Length)));
    }

    [Fact]
    public async Task Two_seeds_form_a_cluster()
    {
        await using var first = TestNode.Seed(_own);
        await using var second = TestNode.Seed(_own);
        Cluster.Get(first.System).Join(first.Address);
        await Cluster.Get(second.System).JoinAsync(first.Address).WaitAsync(TestNode.Limit);
        Assert.Equal(2, Cluster.Get(second.System).State.Members.Count);
    }

    [Fact]
    public async Task A_node_that_ends_says_so()
    {
        // From its silence it would be found out in an hour.
        const string Patience = "akka.remote.transport-failure-detector.acceptable-heartbeat-pause = 1h";
        await using var seed = TestNode.Peer(_own, overrides: Patience);
        var worker = TestNode.Peer(_own, overrides: Patience);
        await worker.RequireAnswerAsync(seed.Address);
        var gone = new TaskCompletionSource<Address>();
        EventWatch.Start<DisassociatedEvent>(seed.System, missed => gone.TrySetResult(missed.RemoteAddress));
        var address = worker.Address;
        await worker.DisposeAsync();
        Assert.Equal(address, await gone.Task.WaitAsync(TestNode.Limit));
    }

    [Fact]
    public async Task A_port_in_use_is_refused_with_a_sentence()
    {
        await using var first = TestNode.Peer(_own);
        var refused = Assert.Throws<BadSettingException>(() => TestNode.Peer(_own, port: first.Port));
        Assert.Contains("is taken", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_port_is_free_again_as_soon_as_the_node_has_ended()
    {
        var first = TestNode.Peer(_own);
        await using var worker = TestNode.Peer(_own, "w-7f3a91c2");
        var address = first.Address;
        await worker.RequireAnswerAsync(address);
        await first.DisposeAsync();
        await using var second = TestNode.Peer(_own, port: address.Port!.Value);
        await worker.RequireAnswerAsync(address);
    }

    [IPv6Fact]
    public async Task IPv6_works_too()
    {
        await using var seed = TestNode.Peer(_certificates.For("::1"), "::1", listen: "::1");
        await using var worker = TestNode.Peer(_own, "w-7f3a91c2");
        await worker.RequireAnswerAsync(seed.Address);
    }

    private sealed class Reader : ReceiveActor
    {
        public Reader(List<Page> received, int count, TaskCompletionSource done) => Receive<Page>(page =>
        {
            received.Add(page);
            if (received.Count == count) done.TrySetResult();
        });
    }

    private sealed class IPv6FactAttribute : FactAttribute
    {
        public IPv6FactAttribute()
        {
            if (!Socket.OSSupportsIPv6) Skip = "This machine has no IPv6.";
        }
    }
}
