using Spectre.Console;

namespace Concurrency.Cli.CommandLine;

/// <summary>A list for a person: a line for each thing, below the names of the columns.</summary>
internal static class ListTable
{
    /// <summary>Of what is no terminal, in characters: no line is folded that another program may want to find something in.</summary>
    public const int PlainWidth = 240;

    /// <summary>Of a cell that a user filled, in characters.</summary>
    private const int LongestCell = 40;

    /// <param name="columns">Their names; those of numbers begin with a blank, and are aligned at the right.</param>
    public static Table Of(IEnumerable<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            var head = new TableColumn(new Text(column.Trim())).Padding(0, 1).NoWrap();
            table.AddColumn(column.StartsWith(' ') ? head.RightAligned() : head);
        }

        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(Cut(Sentences.OnOneLine(cell)))));
        return table;
    }

    private static string Cut(string cell) => cell.Length <= LongestCell ? cell : $"{cell[..LongestCell]}…";
}
