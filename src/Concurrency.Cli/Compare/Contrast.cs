using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Compare;

/// <summary>Two rows of one section, and whether the difference between them is one.</summary>
/// <param name="Faster">By its median.</param>
internal sealed record Contrast(Row Faster, Row Slower)
{
    /// <summary>Below this factor nobody would care.</summary>
    private const double Slight = 1.05;

    /// <summary>
    /// Of so many runs of each of two equal ways, all of the one are faster than all of the other in 3 % of cases; with fewer, only what is beyond
    /// all chance counts.
    /// </summary>
    private const int EnoughRuns = 4;

    private const double BeyondChance = 1.5;

    public static Contrast Of(Row one, Row other) => one.Whole.Median <= other.Whole.Median ? new(one, other) : new(other, one);

    /// <summary>How many times as long the slower takes: at least 1.</summary>
    public double Ratio => Slower.Whole.Median / Math.Max(Faster.Whole.Median, 1e-9);

    /// <summary>Whether one is faster, as far as these runs can tell.</summary>
    public bool IsClear => Ratio >= Slight && !Overlaps && (Fewest >= EnoughRuns || Ratio >= BeyondChance);

    /// <summary>Why it is not clear, for the end of a sentence.</summary>
    public string Doubt => $"their medians differ by {Amounts.Percent(Ratio - 1)}"
        + (Ratio < Slight ? ""
            : Overlaps ? ", but the ranges of their runs overlap"
            : $", but {Sentences.Counted(Fewest, "run")} cannot tell that from chance");

    private bool Overlaps => Slower.Whole.Min <= Faster.Whole.Max;

    private int Fewest => Math.Min(Faster.Trials.Count, Slower.Trials.Count);
}
