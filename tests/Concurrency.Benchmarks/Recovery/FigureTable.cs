using System.Globalization;

namespace Concurrency.Benchmarks.Recovery;

/// <summary>A table of figures, each measured a few times and printed as soon as it is there, with what is asked of them.</summary>
internal static class FigureTable
{
    private const int Width = 74;

    public static void Begin(string heading)
    {
        Console.WriteLine();
        Console.WriteLine(heading);
        Console.WriteLine($"| {"What",-Width} | Median |    Max |   Asked |");
        Console.WriteLine($"|{new string('-', Width + 2)}|-------:|-------:|--------:|");
    }

    /// <param name="what">With the unit.</param>
    /// <param name="most">What the largest is to stay below.</param>
    public static void Add(string what, IReadOnlyList<double> figures, double most) =>
        Write(what, Text(figures.Order().ElementAt(figures.Count / 2)), Text(figures.Max()), $"< {Text(most)}");

    /// <param name="what">With the unit.</param>
    /// <param name="least">What the median is to reach.</param>
    public static void AddLeast(string what, IReadOnlyList<double> figures, double least) =>
        Write(what, Text(figures.Order().ElementAt(figures.Count / 2)), Text(figures.Max()), $"> {Text(least)}");

    public static void Skip(string what, string reason) => Write($"{what}: {reason}", "-", "-", "-");

    private static void Write(string what, string median, string max, string asked) =>
        Console.WriteLine($"| {what,-Width} | {median,6} | {max,6} | {asked,7} |");

    private static string Text(double figure) => figure.ToString("0.###", CultureInfo.InvariantCulture);
}
