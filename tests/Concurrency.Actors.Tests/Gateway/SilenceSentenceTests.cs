using Akka.Actor;
using Concurrency.Actors.Gateway;

namespace Concurrency.Actors.Tests.Gateway;

/// <summary>Why a seed that takes the connection does not answer.</summary>
public class SilenceSentenceTests
{
    private static readonly Address Seed = Address.Parse("akka.tcp://concurrency@[::1]:4053");

    [Theory]
    [InlineData(false, "A node at [::1]:4053 takes the connection, but that is not the address it goes by")]
    [InlineData(true, "The node at [::1]:4053 takes the connection, but does not answer: it is stopped, or has too much to do.")]
    public async Task One_that_has_answered_there_goes_by_that_address(bool hasAnswered, string saying) =>
        Assert.StartsWith(saying, await Silence.ExplainAsync(Seed, isAssociated: true, hasAnswered, TimeSpan.FromSeconds(1)), StringComparison.Ordinal);
}
