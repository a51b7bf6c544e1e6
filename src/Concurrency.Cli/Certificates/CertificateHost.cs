using System.CommandLine.Parsing;
using System.Net;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Certificates;

/// <summary>Reads what a node is called: a name of DNS or an IP address.</summary>
internal static class CertificateHost
{
    private const int LongestName = 253;

    /// <summary>All values of an option; what stands twice counts once.</summary>
    public static Func<ArgumentResult, IReadOnlyList<string>> ParseAll(string name) => result =>
    {
        var read = result.Tokens.Select(token => Parse(name)(token.Value)).ToList();
        if (read.Find(host => host.Fault is not null) is { Fault: { } fault }) result.AddError(fault);
        return [.. read.Where(host => host.Fault is null).Select(host => host.Value).Distinct(StringComparer.Ordinal)];
    };

    /// <summary>In lower case, an IPv6 address without brackets.</summary>
    public static Func<string, Reading<string>> Parse(string name) => text =>
        (AddressOf(text) ?? NameOf(text)) is { } host
            ? new(host, Fault: null)
            : Readers.Bad<string>(name, text, "the name or the IP address of one machine, without a port, such as one.example, 203.0.113.5 or 2001:db8::5");

    /// <summary>Only as addresses usually are written: 127.1 and 0x7f000001 are not taken, nor what is no address of one machine.</summary>
    private static string? AddressOf(string text) =>
        IPAddress.TryParse(text, out var address) && string.Equals($"{address}", text, StringComparison.OrdinalIgnoreCase)
            && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !text.Contains('%', StringComparison.Ordinal)
            ? $"{address}"
            : null;

    private static string? NameOf(string text) =>
        Uri.CheckHostName(text) == UriHostNameType.Dns && text.Length <= LongestName && text.All(char.IsAscii) && !text.EndsWith('.')
            && !text.Split('.')[^1].All(char.IsAsciiDigit)
            ? text.ToLowerInvariant()
            : null;
}
