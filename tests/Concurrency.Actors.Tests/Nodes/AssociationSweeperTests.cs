using Concurrency.Actors.Gateway;

namespace Concurrency.Actors.Tests.Nodes;

public class AssociationSweeperTests
{
    /// <summary>The connections of all others would be cleared away whenever such a peer leaves.</summary>
    [Fact]
    public void A_peer_called_by_an_asterisk_stands_for_nobody_but_itself()
    {
        var pattern = AssociationSweeper.Literally(new("akka.tcp", "concurrency", "*", 0));
        Assert.DoesNotContain("*", pattern, StringComparison.Ordinal);
        Assert.Equal("akka.tcp%3A%2F%2Fconcurrency%40?%3A0", pattern);
    }
}
