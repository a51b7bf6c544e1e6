using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Akka.Actor;

namespace Concurrency.Actors.Gateway;

/// <summary>A place as users write it: <c>host:port</c>, with an IPv6 address in brackets.</summary>
public readonly record struct HostPort(string Host, int Port)
{
    /// <param name="text">Such as <c>10.0.0.5:4053</c>, <c>seed.example:4053</c> or <c>[::1]:4053</c>; port 0 is one that is free.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out HostPort place)
    {
        place = default;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65_535) return false;
        var host = text![..colon];
        if (host is ['[', .. var inner, ']']) host = inner;
        else if (host.Contains(':', StringComparison.Ordinal)) return false;
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown) return false;
        place = new(host, port);
        return true;
    }

    /// <exception cref="FormatException">The text is no such place.</exception>
    public static HostPort Split(string text) => TryParse(text, out var place) ? place : throw new FormatException($"'{text}' is no host:port.");

    /// <summary>Akka has IPv6 addresses in brackets, and takes them for other ones without.</summary>
    internal static HostPort Of(Address address) => new(address.Host.Trim('[', ']'), address.Port ?? 0);

    /// <summary>As a node with this address would call one at this place.</summary>
    internal Address AddressLike(Address own) =>
        new(own.Protocol, own.System, Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host, Port);

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
