using Concurrency.Cli.Compare;

namespace Concurrency.Cli.Tests.Compare;

/// <summary>Made-up measurements, in seconds.</summary>
internal static class Figures
{
    public static readonly Way Scalar = new(Way.Scalar, 1);

    public static readonly Way Serial = new(Way.Serial, 1);

    public static Way InProcesses(int slots) => new("processes", slots);

    public static Way Threads(int slots, int concurrency = 1) => new("threads", slots, concurrency);

    /// <summary>Five runs around a time of computing: the same, and 1 and 2 % to both sides.</summary>
    /// <param name="processors">How many were busy.</param>
    public static Row Row(Way way, double compute, double processors = 1, double startup = 0, double? value = 120) =>
        Runs(way, [compute * 0.98, compute * 0.99, compute, compute * 1.01, compute * 1.02], processors, startup, value);

    public static Row Runs(Way way, double[] computes, double processors = 1, double startup = 0, double? value = 120) => new(
        way,
        [.. computes.Select(compute => new Trial(
            TimeSpan.FromSeconds(startup), TimeSpan.FromSeconds(compute), TimeSpan.FromSeconds(processors * (startup + compute)), value))]);

    public static SectionFigures Section(params IReadOnlyList<Row> rows) => new(new("exercise", "the exercise", "a job"), rows);

    public static SectionFigures Scaled(params IReadOnlyList<Row> rows) => new(new("scaled", "the scaled job", "a larger job"), rows);
}
