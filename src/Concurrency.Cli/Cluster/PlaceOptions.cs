using System.Net;
using Concurrency.Actors.Gateway;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Cluster;

/// <summary>Reads where nodes are.</summary>
internal static class PlaceOptions
{
    /// <summary>Where to listen: an address of this machine, and a port.</summary>
    public static Func<string, Reading<HostPort>> Listening(string name) => text => Parse(text) is { } place
        ? place
        : Readers.Bad<HostPort>(name, text, "an address of this machine and a port, such as 127.0.0.1:4053, 0.0.0.0:4053 or [::1]:4053");

    /// <summary>Where others are: never a port that is still to be found.</summary>
    public static Func<string, Reading<IReadOnlyList<HostPort>>> Seeds(string name) => text =>
    {
        var places = text.Split(',', StringSplitOptions.TrimEntries).Select(Parse).ToList();
        return places.TrueForAll(place => place is { Port: > 0 })
            ? new((IReadOnlyList<HostPort>)[.. places.Select(place => place!.Value).Distinct()], Fault: null)
            : Readers.Bad<IReadOnlyList<HostPort>>(name, text, "where seeds are, as they print it when they start, such as 127.0.0.1:4053 or one.example:4053,two.example:4053");
    };

    /// <summary>What others call this node; the port may be left out where it is the one that is listened at.</summary>
    /// <param name="port">Of a text that has none.</param>
    public static Reading<HostPort> Advertised(string name, string text, int port) =>
        (Parse(text) ?? Parse($"{text}:{port}")) is not { } place || Any(place.Host)
            ? Readers.Bad<HostPort>(name, text, "a name or address that others reach this machine by, with or without a port, such as seed.example or 203.0.113.5:4053")
            : place;

    /// <summary>Only this machine can get there.</summary>
    public static bool IsLoopback(HostPort place) =>
        string.Equals(place.Host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(place.Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>All addresses of the machine, which is where to listen but nowhere to go.</summary>
    public static bool Any(string host) => IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    private static HostPort? Parse(string text) => HostPort.TryParse(text, out var place) ? place : null;
}
