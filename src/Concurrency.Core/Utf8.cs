using System.Text;

namespace Concurrency.Core;

/// <summary>Text measured as it travels and is stored.</summary>
public static class Utf8
{
    private const string Ellipsis = "…";

    /// <summary>In bytes.</summary>
    public static int Length(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>The text, or as much of its beginning as fits into so many bytes together with an ellipsis; no character is cut in two.</summary>
    /// <param name="bytes">At least the 3 that the ellipsis takes.</param>
    public static string Cut(string text, int bytes)
    {
        if (Length(text) <= bytes) return text;
        var (kept, left) = (0, bytes - Length(Ellipsis));
        foreach (var rune in text.EnumerateRunes())
        {
            if ((left -= rune.Utf8SequenceLength) < 0) break;
            kept += rune.Utf16SequenceLength;
        }

        return text[..kept] + Ellipsis;
    }
}
