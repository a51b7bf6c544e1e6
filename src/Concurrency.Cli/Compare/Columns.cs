namespace Concurrency.Cli.Compare;

/// <summary>What every table of a section shows of a row, beside its name.</summary>
internal static class Columns
{
    public static IReadOnlyList<string> Headings { get; } = ["median", "min", "max", "start-up", "compute", "CPUs", "speed-up", "efficiency"];

    /// <summary>One for each of the <see cref="Headings"/>; empty where there is nothing to be said.</summary>
    public static IReadOnlyList<string> Of(SectionFigures section, Row row) =>
    [
        Amounts.Time(row.Whole.Median),
        Amounts.Time(row.Whole.Min),
        Amounts.Time(row.Whole.Max),
        Amounts.Time(row.Startup.Median),
        Amounts.Time(row.Compute.Median),
        Amounts.Factor(row.ProcessorsUsed),
        section.Speedup(row) is { } speedup ? Amounts.Factor(speedup) : "",
        section.Efficiency(row) is { } efficiency ? Amounts.Percent(efficiency) : "",
    ];
}
