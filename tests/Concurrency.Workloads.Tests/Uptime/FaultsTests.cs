using Concurrency.Workloads.Uptime;

namespace Concurrency.Workloads.Tests.Uptime;

/// <summary>What no server of the tests brings about.</summary>
public sealed class FaultsTests
{
    [Theory]
    [InlineData(HttpRequestError.InvalidResponse, Reasons.ProtocolError)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, Reasons.ProtocolError)]
    [InlineData(HttpRequestError.HttpProtocolError, Reasons.ProtocolError)]
    [InlineData(HttpRequestError.ResponseEnded, Reasons.ConnClosed)]
    [InlineData(HttpRequestError.ConnectionError, Reasons.ProbeFailed)] // what a callback that cannot connect comes to
    [InlineData(HttpRequestError.Unknown, Reasons.ProbeFailed)]
    public void Only_what_was_wrong_with_an_answer_is_held_against_it(HttpRequestError error, string reason)
    {
        Assert.Equal(reason, Faults.OfAnswer(new HttpRequestException(error)));
        Assert.Equal(reason, Faults.OfAnswer(new HttpIOException(error)));
    }

    [Fact]
    public void What_this_machine_lacks_is_not_held_against_the_site()
    {
        Assert.Equal(Reasons.LocalLimit, Faults.Unforeseen(new FileNotFoundException("System.Net.Quic.dll")));
        Assert.Equal(Reasons.LocalLimit, Faults.OfAnswer(new InvalidOperationException("", new TypeLoadException())));
        Assert.Equal(Reasons.ConnReset, Faults.OfConnect(System.Net.Sockets.SocketError.ConnectionReset));
    }

    [Fact]
    public void What_is_unheard_of_is_a_fault_of_the_probe() =>
        Assert.Equal((Reasons.ProbeFailed, Reasons.ProbeFailed), (Faults.OfAnswer(new HttpRequestException()), Faults.OfAnswer(new InvalidTimeZoneException())));
}
