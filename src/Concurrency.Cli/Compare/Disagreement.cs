using System.Globalization;

namespace Concurrency.Cli.Compare;

/// <summary>Runs of one and the same job that did not come to the same.</summary>
internal static class Disagreement
{
    /// <summary>One sentence for each section with such runs.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<SectionFigures> sections) =>
        from section in sections
            // The plain loop rounds otherwise than the rest: it need only agree with itself.
        let groups = section.Rows.GroupBy(row => row.Way.Mode is Way.Scalar)
        let differing = groups.Where(rows => rows.SelectMany(Values).Distinct().Skip(1).Any()).SelectMany(rows => rows).ToList()
        where differing.Count > 0
        select $"Not all runs of {section.Topic.Phrase} came to the same value: {string.Join(", ", differing.Select(Said))}.";

    private static IEnumerable<double?> Values(Row row) => row.Trials.Select(trial => trial.Value);

    /// <summary>Every value once, or only the ends of many.</summary>
    private static string Said(Row row)
    {
        List<double?> values = [.. Values(row).Distinct().Order()];
        return $"{row.Way.Name} " + (values.Count < 3 ? string.Join(" and ", values.Select(Text)) : $"{Text(values[0])} to {Text(values[^1])}");
    }

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "none";
}
