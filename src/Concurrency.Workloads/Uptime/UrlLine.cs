using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Concurrency.Workloads.Uptime;

/// <summary>Reads a line of a user's list as a URL that can be asked, or says why it is none.</summary>
public static class UrlLine
{
    /// <summary>The longest line that is read as a URL, in bytes of UTF-8, blanks around it left out.</summary>
    public const int MaxBytes = 2048;

    /// <summary>
    /// Letters that stand for others in the name of a host: accents apart from their letter, wide letters, signs that are dropped. As they
    /// stand they would be another name, and whoever has that would be asked.
    /// </summary>
    private static readonly SearchValues<char> Composites = SearchValues.Create(
    [
        .. Letters('\u0300', '\u036f'), .. Letters('\uff00', '\uffef'), '\u00ad', .. Letters('\u200b', '\u200d'), '\ufeff',
    ]);

    /// <summary>
    /// Takes what a browser would ask, with two exceptions: a blank or a control character within is no part of a URL here, since in
    /// a list it is far oftener a comment or a broken line; and nothing is guessed, so <c>example.com</c> is no URL.
    /// </summary>
    /// <param name="reason">One of the first three of <see cref="Reasons"/>; null if it is a URL.</param>
    public static bool TryParse(string line, [NotNullWhen(true)] out Uri? uri, [NotNullWhen(false)] out string? reason)
    {
        uri = null;
        var text = line.AsSpan().Trim();
        reason = text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes ? Reasons.UrlTooLong
            : !IsClean(text) ? Reasons.InvalidUrl
            : !HasWebScheme(text) ? HasScheme(text) ? Reasons.UnsupportedScheme : Reasons.InvalidUrl
            : !Uri.TryCreate(text.Length == line.Length ? line : text.ToString(), UriKind.Absolute, out uri) || !CanBeAsked(uri) ? Reasons.InvalidUrl
            : null;
        uri = reason is null ? Fold(uri!) : null;
        return reason is null;
    }

    /// <summary>The host in lower case, which the framework leaves to tables that this program does without.</summary>
    internal static Uri Fold(Uri uri) =>
        Ascii.IsValid(uri.Host) ? uri : new UriBuilder(uri) { Host = uri.Host.ToLowerInvariant() }.Uri;

    /// <summary>Whether it is http or https and has a host that can be written in ASCII.</summary>
    internal static bool CanBeAsked(Uri uri)
    {
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https")) return false;
        try
        {
            return uri.IdnHost.Length > 0 && Ascii.IsValid(uri.IdnHost) && !uri.Host.AsSpan().ContainsAny(Composites);
        }
        catch (UriFormatException)
        {
            return false; // A host with characters that no internationalised name can have: found only when it is encoded.
        }
    }

    /// <summary>No blank, no control character, no half of a surrogate pair; nor U+FFFD, which a reader of the list puts where its bytes are broken.</summary>
    private static bool IsClean(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || char.IsWhiteSpace(text[i]) || text[i] == '\uFFFD') return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }

    /// <summary>Asked of the text, because <see cref="Uri"/> takes <c>/path</c> for a file and <c>http:/host</c> for its own kind.</summary>
    private static bool HasWebScheme(ReadOnlySpan<char> text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>RFC 3986, 3.1: a letter, then letters, digits and <c>+ - .</c> up to a colon. A web scheme here lacks its two slashes.</summary>
    private static bool HasScheme(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(':');
        if (end <= 0 || !char.IsAsciiLetter(text[0])) return false;
        var scheme = text[..end];
        foreach (var letter in scheme)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '-' or '.')) return false;
        }

        return !scheme.Equals("http", StringComparison.OrdinalIgnoreCase) && !scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<char> Letters(char first, char last) => Enumerable.Range(first, last - first + 1).Select(letter => (char)letter);
}
