namespace Concurrency.Actors.Tests.Security;

/// <summary>Without TLS anybody may come, but nobody takes the node down or fills its log.</summary>
public class PlainTests
{
    public static TheoryData<string> Kinds => [.. Garbage.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Garbage_ends_its_connection_alone(string kind)
    {
        await using var node = TestNode.Seed(certificates: null);
        await using var stranger = await Stranger.ConnectAsync(node.Port);
        await stranger.SendAsync(Garbage.Of(kind));
        await stranger.RequireHangUpAsync();
        Assert.InRange((await node.NextLineAsync()).Length, 1, 200);

        await using var good = TestNode.Peer(certificates: null, "w-7f3a91c2");
        await good.RequireAnswerAsync(node.Address);
        Assert.Empty(node.OtherLines());
    }
}
