using System.Globalization;
using Spectre.Console.Rendering;

namespace Concurrency.Cli.Interactive;

/// <summary>The part of a line that is shown where the terminal is narrower than the line.</summary>
internal static class LineWindow
{
    /// <param name="width">In cells; a character of Chinese takes two.</param>
    /// <returns>The part, and the cell in it that the cursor is at.</returns>
    public static (string Text, int Cursor) Of(EditedLine line, int width)
    {
        var elements = Elements(line.Text);
        var at = elements.Count(element => element.Start < line.Cursor);
        // As much before the cursor as fits, and what fits behind it.
        var (from, cells) = (at, 0);
        while (from > 0 && cells + elements[from - 1].Cells <= width) cells += elements[--from].Cells;
        var (to, cursor) = (at, cells);
        while (to < elements.Count && cells + elements[to].Cells <= width) cells += elements[to++].Cells;
        return (string.Concat(elements[from..to].Select(element => element.Text)), cursor);
    }

    private static List<(int Start, string Text, int Cells)> Elements(string text) =>
        [.. StringInfo.ParseCombiningCharacters(text)
            .Select(start => (Start: start, Text: Seen(StringInfo.GetNextTextElement(text, start))))
            .Select(element => (element.Start, element.Text, new Segment(element.Text).CellCount()))];

    // A line of the history may have what would move the cursor.
    private static string Seen(string element) => char.IsControl(element[0]) ? "·" : element;
}
