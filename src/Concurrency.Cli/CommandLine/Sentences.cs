using System.Globalization;
using System.Text;
using Concurrency.Core.Jobs;

namespace Concurrency.Cli.CommandLine;

/// <summary>How sentences for the user are put together.</summary>
internal static class Sentences
{
    /// <summary>Of what a user wrote, so much is repeated; the rest of a very long value helps nobody.</summary>
    private const int MostRepeated = 60;

    /// <summary>No sentence of ours is longer, but one may repeat what somebody else's says.</summary>
    private const int LongestLine = 400;

    /// <summary>A value as the user wrote it, in quotes and cut where it is very long.</summary>
    public static string Quoted(string value) => value.Length <= MostRepeated ? $"'{value}'" : $"'{value[..MostRepeated]}…'";

    /// <summary>So that a very long value leaves room on the line for what is said of it.</summary>
    public static string Shortened(string value) => value.Length <= LongestLine / 2 ? value : $"{value[..(LongestLine / 2)]}…";

    /// <summary><c>a, b and c</c></summary>
    public static string Listed(IReadOnlyList<string> words) =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}";

    /// <summary>The text with line breaks and other control characters as escapes, so that no input can draw on the terminal; cut where it is very long.</summary>
    public static string OnOneLine(string text)
    {
        if (text.Length > LongestLine) text = text[..LongestLine] + "…";
        if (!text.Any(IsUnseen)) return text;
        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character == '\n') line.Append("\\n");
            else if (IsUnseen(character)) line.Append(character < 256 ? $"\\x{(int)character:x2}" : $"\\u{(int)character:x4}");
            else line.Append(character);
        }

        return line.ToString();
    }

    // Marks of direction, too: they can make a terminal show a line in another order than it has.
    private static bool IsUnseen(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>With a full stop, which what others have to say often lacks.</summary>
    public static string Ended(string sentence) => sentence.TrimEnd() is var text && text.EndsWith('.') ? text : $"{text}.";

    /// <summary>Digits in groups of three.</summary>
    public static string Grouped(double number) => number.ToString("#,0");

    /// <inheritdoc cref="Grouped(double)"/>
    public static string Grouped(long number) => number.ToString("#,0");

    /// <summary><c>1 chunk</c>, <c>2 chunks</c>.</summary>
    public static string Counted(long number, string noun) => $"{Grouped(number)} {noun}{(number == 1 ? "" : "s")}";

    public static string RowsMissed(JobId job, long missed) => $"The job {job} has rows that are not kept any more: {Grouped(missed)} of them are left out.";

    /// <summary>As many decimals as say something.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => $"{time.TotalSeconds:0.000} s",
        < 100 => $"{time.TotalSeconds:0.0} s",
        < 6000 => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        < 360_000 => $"{(int)time.TotalHours} h {time.Minutes} min",
        _ => $"{Grouped(Math.Floor(time.TotalDays))} days",
    };

    /// <summary><c>12 s ago</c>; clocks of two machines may differ a little, so never in the future.</summary>
    public static string Ago(TimeSpan time) => $"{WholeSeconds(time > TimeSpan.Zero ? time : TimeSpan.Zero)} ago";

    /// <summary>For what is an estimate anyway.</summary>
    public static string WholeSeconds(TimeSpan time) => time.TotalSeconds < 100 ? $"{time.TotalSeconds:0} s" : Seconds(time);

    /// <summary>A share of 0 to 1 in percent; only the whole is called 100 %.</summary>
    public static string Percent(double share) => share switch
    {
        <= 0 => "0 %",
        < 0.001 => "less than 0.1 %",
        >= 1 => "100 %",
        < 0.1 or > 0.99 => $"{Math.Floor(share * 1000) / 10:0.0} %",
        _ => $"{Math.Floor(share * 100):0} %",
    };
}
