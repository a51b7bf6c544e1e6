using System.Globalization;
using Concurrency.Cli.CommandLine;
using Spectre.Console;

namespace Concurrency.Cli.Compare;

/// <summary>A comparison for a person at a terminal, or for a file.</summary>
internal static class ComparisonText
{
    /// <summary>Of what is no terminal, in characters: all tables fit, and sentences have lines that can be read.</summary>
    private const int PlainWidth = 100;

    /// <summary>Of the bars with their labels and values, at most: longer ones say no more.</summary>
    private const int BarsWidth = 76;

    public static void Write(Comparison comparison, TextWriter output) => TextConsole.Write(output, PlainWidth, console => Draw(comparison, console));

    private static void Draw(Comparison comparison, IAnsiConsole console)
    {
        foreach (var section in comparison.Sections)
        {
            Line(console, $"{section.Topic.Name}: {section.Topic.Description}");
            console.Write(TableOf(section));
            console.Write(BarsOf(section, Math.Min(console.Profile.Width, BarsWidth)));
            foreach (var line in Values(section)) Line(console, line);
            console.WriteLine();
        }

        Line(console, comparison.Explanation[0]);
        console.WriteLine();
        foreach (var sentence in comparison.Explanation.Skip(1).Concat(comparison.Notes)) console.Write(Item(sentence));
        console.WriteLine();
        var machine = comparison.Machine;
        Line(console, $"{Sentences.Counted(machine.Processors, "processor")} ({machine.Model}), {machine.Framework}, {machine.System}");
    }

    private static Table TableOf(SectionFigures section)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("").NoWrap().Padding(0, 1));
        foreach (var heading in Columns.Headings)
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap().Padding(0, 1));
        foreach (var row in section.Rows) table.AddRow(Columns.Of(section, row).Prepend(row.Way.Name).Select(cell => new Text(cell)));

        return table;
    }

    private static BarChart BarsOf(SectionFigures section, int width)
    {
        // Values stand beside the labels: behind a bar they would take their width from it, and small bars would vanish.
        var (names, times) = (section.Rows.Max(row => row.Way.Name.Length), section.Rows.Max(row => Amounts.Time(row.Whole.Median).Length));
        var chart = new BarChart().Width(width).HideValues().LeftAlignLabel();
        foreach (var row in section.Rows)
        {
            var label = $"{row.Way.Name.PadRight(names)} {Amounts.Time(row.Whole.Median).PadLeft(times)}";
            chart.AddItem(Markup.Escape(label), row.Whole.Median, ColourOf(row.Way));
        }

        return chart;
    }

    private static Color ColourOf(Way way) => way.Mode switch
    {
        Way.Scalar => Color.Grey,
        Way.Serial => Color.Teal,
        _ => Color.Blue,
    };

    /// <summary>What the rows came to: one line for all that came to the same.</summary>
    private static IEnumerable<string> Values(SectionFigures section) =>
        from row in section.Rows
        group row.Way.Name by row.Value into same
        select $"value {same.Key?.ToString("R", CultureInfo.InvariantCulture) ?? "none"} ({string.Join(", ", same)})";

    private static void Line(IAnsiConsole console, string text) => console.Write(new Rows(new Text(text)));

    /// <summary>A sentence whose further lines begin below its first word.</summary>
    private static Grid Item(string sentence) =>
        new Grid().AddColumn(new GridColumn().NoWrap().Padding(0, 0, 1, 0)).AddColumn(new GridColumn().Padding(0, 0, 0, 0)).AddRow(new Text("-"), new Text(sentence));
}
