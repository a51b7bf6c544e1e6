using System.Globalization;

namespace Concurrency.Cli.Interactive;

/// <summary>A line that is being typed. What a key does to it is a new line.</summary>
/// <param name="Cursor">Where the next character goes: from 0 to the length of the text, never within what is seen as one character.</param>
internal sealed record EditedLine(string Text, int Cursor)
{
    public static EditedLine Empty { get; } = new("", 0);

    public static EditedLine Of(string text) => new(text, text.Length);

    public string BeforeCursor => Text[..Cursor];

    /// <summary>Where the word at the cursor begins, as far as it is typed.</summary>
    public int WordStart => Text.AsSpan(0, Cursor).LastIndexOfAny(' ', '\t') + 1;

    public EditedLine Insert(string text) => new(Text.Insert(Cursor, text), Cursor + text.Length);

    public EditedLine Left() => this with { Cursor = Before(Cursor) };

    public EditedLine Right() => this with { Cursor = After(Cursor) };

    public EditedLine Home() => this with { Cursor = 0 };

    public EditedLine End() => this with { Cursor = Text.Length };

    public EditedLine WordLeft() => this with { Cursor = StartOfWordBefore(Cursor) };

    public EditedLine WordRight() => this with { Cursor = EndOfWordAfter(Cursor) };

    public EditedLine DeleteLeft() => Without(Before(Cursor), Cursor);

    public EditedLine DeleteRight() => Without(Cursor, After(Cursor));

    public EditedLine DeleteWordLeft() => Without(StartOfWordBefore(Cursor), Cursor);

    public EditedLine DeleteToStart() => Without(0, Cursor);

    public EditedLine DeleteToEnd() => Without(Cursor, Text.Length);

    /// <summary>Puts another word in the place of the one at the cursor, as far as that is typed.</summary>
    public EditedLine ReplaceWord(string word) => Without(WordStart, Cursor).Insert(word);

    private EditedLine Without(int from, int to) => new(Text.Remove(from, to - from), from);

    private int Before(int at) => StringInfo.ParseCombiningCharacters(Text).LastOrDefault(start => start < at);

    private int After(int at) => at >= Text.Length ? at : at + StringInfo.GetNextTextElementLength(Text, at);

    private int StartOfWordBefore(int at)
    {
        while (at > 0 && char.IsWhiteSpace(Text[at - 1])) at--;
        while (at > 0 && !char.IsWhiteSpace(Text[at - 1])) at--;
        return at;
    }

    private int EndOfWordAfter(int at)
    {
        while (at < Text.Length && char.IsWhiteSpace(Text[at])) at++;
        while (at < Text.Length && !char.IsWhiteSpace(Text[at])) at++;
        return at;
    }
}
