using System.Text;
using System.Text.Unicode;

namespace Concurrency.Workloads.Uptime;

/// <summary>Where a redirect leads.</summary>
internal static class Redirects
{
    /// <summary>How many redirects are followed; the answer that asks for one more ends the probe.</summary>
    public const int Limit = 10;

    /// <summary>304 to 306 lead nowhere, and are answers like others.</summary>
    public static bool IsRedirect(int status) => status is 300 or 301 or 302 or 303 or 307 or 308;

    /// <summary>The URL to ask next; null if the header holds none that can be asked.</summary>
    /// <param name="location">The header as it came, each byte a character.</param>
    public static Uri? Target(Uri from, string location) =>
        !string.IsNullOrWhiteSpace(location) && Uri.TryCreate(from, Decode(location), out var target) && UrlLine.CanBeAsked(target)
            ? UrlLine.Fold(target)
            : null;

    /// <summary>What a server can tell URLs apart by: no fragment, and no user or password, since neither is sent.</summary>
    public static string Key(Uri uri) => uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);

    /// <summary>Some servers send UTF-8 as it is; it is read so that hosts are found. Other bytes beyond ASCII go back to the server as they came.</summary>
    private static string Decode(string location)
    {
        if (Ascii.IsValid(location)) return location;
        var bytes = Encoding.Latin1.GetBytes(location);
        return Utf8.IsValid(bytes)
            ? Encoding.UTF8.GetString(bytes)
            : string.Concat(location.Select(letter => char.IsAscii(letter) ? $"{letter}" : $"%{(int)letter:X2}"));
    }
}
