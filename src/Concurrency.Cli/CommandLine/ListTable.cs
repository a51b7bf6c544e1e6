using Spectre.Console;
using Spectre.Console.Rendering;

namespace Concurrency.Cli.CommandLine;

/// <summary>A list for a person: a line for each thing, below the names of the columns. On a narrow terminal it has fewer columns.</summary>
/// <param name="columns">Their names; those of numbers begin with a blank, and are aligned at the right.</param>
/// <param name="expendable">Names of columns that are left out where there is no room for all, the first one first.</param>
internal sealed class ListTable(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, IReadOnlyList<string> expendable) : IRenderable
{
    /// <summary>Of what is no terminal, in characters: no line is folded that another program may want to find something in.</summary>
    public const int PlainWidth = 240;

    /// <summary>Of a cell that a user filled, in characters.</summary>
    private const int LongestCell = 40;

    /// <summary>In characters, more than any table needs.</summary>
    private const int AllTheRoom = 1000;

    private readonly IReadOnlyList<IReadOnlyList<string>> _rows = [.. rows];

    public Measurement Measure(RenderOptions options, int maxWidth) => Fitting(options, maxWidth).Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => Fitting(options, maxWidth).Render(options, maxWidth);

    private IRenderable Fitting(RenderOptions options, int maxWidth)
    {
        IRenderable table = Without([]);
        for (var left = 1; left <= expendable.Count && table.Measure(options, AllTheRoom).Max > maxWidth; left++)
            table = Without([.. expendable.Take(left)]);
        return table;
    }

    private Table Without(IReadOnlyList<string> leftOut)
    {
        var table = new Table().Border(TableBorder.Simple);
        int[] shown = [.. Enumerable.Range(0, columns.Count).Where(column => !leftOut.Contains(columns[column].Trim(), StringComparer.Ordinal))];
        foreach (var column in shown)
        {
            var head = new TableColumn(new Text(columns[column].Trim())).Padding(0, 1).NoWrap();
            table.AddColumn(columns[column].StartsWith(' ') ? head.RightAligned() : head);
        }

        foreach (var row in _rows) table.AddRow(shown.Select(column => new Text(Cut(Sentences.OnOneLine(row[column])))));
        return table;
    }

    private static string Cut(string cell) => cell.Length <= LongestCell ? cell : $"{cell[..LongestCell]}…";
}
