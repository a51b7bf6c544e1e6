using Concurrency.Cli.TestSite;

namespace Concurrency.Cli.Tests.TestSite;

public class ListenOptionTests
{
    [Theory]
    [InlineData("127.0.0.1:0", "127.0.0.1:0")]
    [InlineData("127.0.0.1:65535", "127.0.0.1:65535")]
    [InlineData("127.1.2.3:80", "127.1.2.3:80")]
    [InlineData("[::1]:8080", "[::1]:8080")]
    [InlineData("localhost:8080", "127.0.0.1:8080")]
    [InlineData("LocalHost:0", "127.0.0.1:0")]
    public void Addresses_of_this_machine_are_read(string text, string expected)
    {
        var reading = ListenOption.Loopback("--listen")(text);
        Assert.Equal((expected, null), (reading.Value.ToString(), reading.Fault));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":0")]
    [InlineData("0")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:x")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:+1")]
    [InlineData("127.0.0.1: 1")]
    [InlineData("127.0.0.1:65536")]
    [InlineData(" 127.0.0.1:0")]
    [InlineData("[127.0.0.1]:0")]
    [InlineData("127.1:0")]
    [InlineData("127.0.0.01:0")]
    [InlineData("0x7f000001:0")]
    [InlineData("::1:0")]
    [InlineData("[::1]")]
    [InlineData("[[::1]]:0")]
    [InlineData("[]:0")]
    [InlineData("[localhost]:0")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("example.org:80")]
    public void What_is_no_address_and_port_is_refused(string text) => Refuses(text, "a port from 0 to 65535");

    [Theory]
    [InlineData("0.0.0.0:0")]
    [InlineData("192.168.0.7:80")]
    [InlineData("8.8.8.8:53")]
    [InlineData("[::]:0")]
    [InlineData("[fe80::1]:0")]
    [InlineData("[::ffff:127.0.0.1]:0")]
    public void Addresses_that_others_can_reach_are_refused(string text) => Refuses(text, "for this machine alone");

    private static void Refuses(string text, string saying)
    {
        var fault = ListenOption.Loopback("--listen")(text).Fault;
        Assert.StartsWith($"--listen is '{text}', but must be ", fault, StringComparison.Ordinal);
        Assert.Contains(saying, fault, StringComparison.Ordinal);
    }
}
