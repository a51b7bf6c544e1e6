using System.Runtime.Serialization;
using Akka.Actor;
using Google.Protobuf.WellKnownTypes;

namespace Concurrency.Actors.Tests.Security;

/// <summary>What a node makes of messages that no program of ours would send.</summary>
public class InboundMessagesTests
{
    /// <summary>All that the guarded serializers know, and some names of types.</summary>
    private static readonly string[] Manifests =
    [
        "", "ID", "AID", "AR", "PP", "K", "IR", "RWHB", "RWHR", "LS", "RS", "CF", "FC", "DR", "RORRP", "ROBP", "RORP", "ROSGP", "ROTCP", "ROCHP", "RORRC", "STF", "STS",
        .. new List<string> { "Create", "Recreate", "Suspend", "Resume", "Terminate", "Supervise", "Watch", "Unwatch", "Failed", "DeathWatchNotification" }
            .Select(name => $"Akka.Dispatch.SysMsg.{name}, Akka"),
        "System.Object", "System.Byte[]", "Google.Protobuf.WellKnownTypes.Struct, Google.Protobuf", "Akka.Remote.DaemonMsgCreate, Akka.Remote",
    ];

    /// <summary>Akka's own: 5 cluster, 14 singleton, 17 strings and whole numbers. 0 stands for null. The guarded ones are in the next test.</summary>
    [Theory]
    [InlineData("local", new[] { 0, 4053 })]
    [InlineData("remote", new[] { 0, 17, 4053 })]
    [InlineData("cluster", new[] { 0, 5, 14, 17, 4053 })]
    public async Task These_serializers_take_whatever_they_know(string provider, int[] identifiers)
    {
        await using var node = Node(provider);
        Assert.Equal(identifiers, Enumerable.Range(-1, 10_000).Where(identifier => !Refuses(node, identifier, "no such manifest")));
    }

    [Theory]
    [InlineData("local")]
    [InlineData("remote")]
    [InlineData("cluster")]
    public async Task These_take_only_some_messages(string provider)
    {
        await using var node = Node(provider);
        int[] guarded = [1, 2, 3, 4, 6, 16, 22, 36];
        var taken = guarded.SelectMany(identifier => Manifests.Where(manifest => !Refuses(node, identifier, manifest)).Select(manifest => (identifier, manifest)));
        Assert.Equal(
            [
                (6, ""), (16, "ID"), (16, "AID"), (16, "RWHB"), (16, "RWHR"),
                (22, "Akka.Dispatch.SysMsg.Watch, Akka"), (22, "Akka.Dispatch.SysMsg.Unwatch, Akka"), (22, "Akka.Dispatch.SysMsg.DeathWatchNotification, Akka"),
            ],
            taken);
    }

    public static TheoryData<string> Kinds => [.. All.Keys];

    public static TheoryData<string, string> Attacks
    {
        get
        {
            var attacks = new TheoryData<string, string>();
            foreach (var attack in All.Keys)
            {
                attacks.Add("remote", attack);
                attacks.Add("cluster", attack);
            }

            return attacks;
        }
    }

    private static readonly Dictionary<string, Action<TestNode, TestNode>> All = new(StringComparer.Ordinal)
    {
        ["an object as JSON"] = (from, to) => from.On(to).Tell(new Unknown("gadget")),
        ["a Protobuf message that is not ours"] = (from, to) => from.On(to).Tell(Value.ForString("gadget")),
        ["bytes"] = (from, to) => from.On(to).Tell(new byte[] { 1, 2, 3 }),
        ["an exception"] = (from, to) => from.On(to).Tell(new Status.Failure(new InvalidOperationException("gadget"))),
        ["PoisonPill"] = (from, to) => from.On(to).Tell(PoisonPill.Instance),
        ["Kill"] = (from, to) => from.On(to).Tell(Kill.Instance),
        ["PoisonPill to all"] = (from, to) => from.System.ActorSelection(new RootActorPath(to.Address) / "user" / "*").Tell(PoisonPill.Instance),
        ["Kill in a selection"] = (from, to) => from.System.ActorSelection(new RootActorPath(to.Address) / "user" / "echo").Tell(Kill.Instance),
        ["the end of an actor"] = (from, to) => from.System.Stop(from.On(to)),
        ["an actor to be made"] = (from, to) => from.System.ActorOf(
            Props.Create(() => new Intruder($"{to.Address}")).WithDeploy(Deploy.None.WithScope(new RemoteScope(to.Address))), "intruder"),
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task A_peer_cannot_send(string provider, string attack)
    {
        await using var node = Node(provider);
        await using var peer = TestNode.Unguarded();
        await peer.RequireAnswerAsync(node.Address);
        All[attack](peer, node);

        // By the same connection, so what was sent before has been dealt with; or by a new one, where that ended it.
        await peer.RequireAnswerAsync(node.Address);
        Assert.False(node.Hit.IsCompleted);
        Assert.InRange(node.OtherLines().Count, 0, 1);
    }

    /// <summary>Else the test above could not fail: a node as Akka makes it is hit by every one of them.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Akka_alone_would_let_it_through(string attack)
    {
        await using var node = TestNode.Unguarded();
        await using var peer = TestNode.Unguarded();
        await peer.RequireAnswerAsync(node.Address);
        All[attack](peer, node);
        await node.Hit.WaitAsync(TestNode.Limit);
    }

    [Theory]
    [InlineData("remote")]
    [InlineData("cluster")]
    public async Task Nor_does_a_node_send_what_others_would_not_take(string provider)
    {
        await using var node = Node(provider);
        foreach (var message in new object[] { new Unknown("?"), PoisonPill.Instance, Kill.Instance, new byte[1], Value.ForString("?") })
        {
            var serializer = node.System.Serialization.FindSerializerFor(message);
            var refused = Assert.Throws<SerializationException>(() => serializer.ToBinary(message));
            Assert.Equal($"A {message.GetType()} is no message for other processes.", refused.Message);
        }
    }

    private static TestNode Node(string provider) => provider switch
    {
        "local" => TestNode.Local(),
        "remote" => TestNode.Peer(certificates: null),
        _ => TestNode.Seed(certificates: null),
    };

    private static bool Refuses(TestNode node, int identifier, string manifest)
    {
        var refused = (Record.Exception(() => node.System.Serialization.Deserialize([], identifier, manifest)) as SerializationException)?.Message ?? "";
        return refused.StartsWith($"Cannot find serializer with id [{identifier}]", StringComparison.Ordinal)
            || refused.Equals($"Messages of serializer {identifier} with the manifest '{manifest}' are not taken from other processes.", StringComparison.Ordinal);
    }

    public sealed record Unknown(string Name);

    private sealed class Intruder : ReceiveActor
    {
        public Intruder(string node) => TestNode.Strike(node);
    }
}
