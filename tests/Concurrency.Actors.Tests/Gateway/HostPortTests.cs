using Akka.Actor;
using Concurrency.Actors.Gateway;

namespace Concurrency.Actors.Tests.Gateway;

public class HostPortTests
{
    [Theory]
    [InlineData("127.0.0.1:4053", "akka.tcp://concurrency@127.0.0.1:4053")]
    [InlineData("seed.example:1", "akka.tcp://concurrency@seed.example:1")]
    [InlineData("[::1]:4053", "akka.tcp://concurrency@[::1]:4053")]
    public void What_users_write_is_the_address_that_nodes_go_by_and_comes_back(string text, string address)
    {
        var place = HostPort.Split(text);
        Assert.Equal(text, $"{place}");
        Assert.Equal(address, $"{place.AddressLike(Address.Parse("akka.tcp://concurrency@10.0.0.5:2"))}");
        Assert.Equal(place, HostPort.Of(Address.Parse(address)));
    }
}
