namespace Concurrency.Cli.Compare;

/// <summary>Two rows of one section, and whether the difference between them is one.</summary>
/// <param name="Faster">By its median.</param>
internal sealed record Contrast(Row Faster, Row Slower)
{
    /// <summary>Below this factor nobody would care.</summary>
    private const double Slight = 1.05;

    /// <summary>Of all pairs of a run of each: one that is faster no more often than this may owe it to chance.</summary>
    private const double Often = 0.8;

    /// <summary>So many runs show how much runs differ by themselves; with fewer, only what is beyond all chance counts.</summary>
    private const int EnoughRuns = 3;

    private const double BeyondChance = 1.5;

    public static Contrast Of(Row one, Row other) => one.Whole.Median <= other.Whole.Median ? new(one, other) : new(other, one);

    /// <summary>How many times as long the slower takes: at least 1.</summary>
    public double Ratio => Slower.Whole.Median / Math.Max(Faster.Whole.Median, 1e-9);

    /// <summary>Whether one is faster, as far as these runs can tell.</summary>
    public bool IsClear => Ratio >= Slight && Won >= Often && (Fewest >= EnoughRuns || Ratio >= BeyondChance);

    /// <summary>What is to be said beside a difference that is clear but not beyond doubt; empty if there is nothing.</summary>
    public string Caveat => Overlaps ? " (by the median: the ranges of their runs overlap)" : "";

    /// <summary>Why it is not clear, for the end of a sentence.</summary>
    public string Doubt => $"their medians differ by {Amounts.Percent(Ratio - 1)}"
        + (Ratio < Slight ? ""
            : Overlaps ? ", but the ranges of their runs overlap"
            : $", but {(Fewest == 1 ? "one run" : "two runs")} cannot tell that from chance");

    private bool Overlaps => Slower.Whole.Min <= Faster.Whole.Max;

    /// <summary>The share of pairs in which the faster was faster: 1 where the ranges do not overlap.</summary>
    private double Won =>
        (from one in Faster.Trials from other in Slower.Trials select one.Whole < other.Whole ? 1.0 : 0.0).Average();

    private int Fewest => Math.Min(Faster.Trials.Count, Slower.Trials.Count);
}
