using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.TestSite;

/// <summary><c>--listen</c> of a web that is for this machine alone.</summary>
internal static class ListenOption
{
    public static ConfiguredOption<IPEndPoint> Create(ConfigurationOption configuration) => new(
        "--listen", "testsite.listen", configuration, Loopback)
    {
        Description = "Where the sites answer: a loopback address, and a port or 0 for one that is free",
        HelpName = "HOST:PORT",
    };

    /// <summary>An IPv4 address, an IPv6 address in brackets or <c>localhost</c>, and a port.</summary>
    public static Func<string, Reading<IPEndPoint>> Loopback(string name) => text =>
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || AddressOf(text[..colon]) is not { } address
            || !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return Readers.Bad<IPEndPoint>(name, text, "a loopback address and a port from 0 to 65535, such as 127.0.0.1:0, [::1]:8080 or localhost:8080");
        return IPAddress.IsLoopback(address) && !address.IsIPv4MappedToIPv6
            ? new IPEndPoint(address, port)
            : Readers.Bad<IPEndPoint>(name, text, $"a loopback address such as 127.0.0.1:{port}: the web is for this machine alone");
    };

    /// <summary>Null if it is none, or not written as addresses usually are: 127.1 and 0x7f000001 are not taken.</summary>
    private static IPAddress? AddressOf(string host)
    {
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)) return IPAddress.Loopback;
        if (!IPAddress.TryParse(host.TrimStart('[').TrimEnd(']'), out var address)) return null;
        var usual = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        return string.Equals(host, usual, StringComparison.OrdinalIgnoreCase) ? address : null;
    }
}
