using System.Net;

namespace Concurrency.Cli.Compare.Report;

/// <summary>Text as it stands in a page.</summary>
internal static class Html
{
    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>An element with text in it.</summary>
    /// <param name="tag">With its attributes.</param>
    public static string Element(string tag, string text) => $"<{tag}>{Encode(text)}</{tag.Split(' ')[0]}>";
}
