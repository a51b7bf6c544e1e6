namespace Concurrency.Cli.Compare;

/// <summary>What one way of running the job came to; times in seconds.</summary>
/// <param name="Trials">At least one.</param>
internal sealed record Row(Way Way, IReadOnlyList<Trial> Trials)
{
    public Spread Whole { get; } = Spread.Of(Trials.Select(trial => trial.Whole.TotalSeconds));

    public Spread Startup { get; } = Spread.Of(Trials.Select(trial => trial.Startup.TotalSeconds));

    public Spread Compute { get; } = Spread.Of(Trials.Select(trial => trial.Compute.TotalSeconds));

    /// <summary>How many processors were busy on the average, from start-up to the end; 0 where no time has passed.</summary>
    public double ProcessorsUsed { get; } =
        Spread.Of(Trials.Select(trial => trial.Whole > TimeSpan.Zero ? trial.ProcessorTime / trial.Whole : 0)).Median;

    /// <summary>The same runs, as if starting took no time.</summary>
    public Row Started => new(Way, [.. Trials.Select(trial => trial with { Startup = TimeSpan.Zero })]);

    /// <summary>Of the last run.</summary>
    public double? Value => Trials[^1].Value;
}

/// <summary>The figures of one section, a row for each way.</summary>
/// <param name="Rows">One of them serial.</param>
internal sealed record SectionFigures(Topic Topic, IReadOnlyList<Row> Rows)
{
    public Row Serial { get; } = Rows.First(row => row.Way.Mode is Way.Serial);

    /// <summary>How many times as fast as serial, start-up included; null where a clock stood still.</summary>
    public double? Speedup(Row row) => Serial.Whole.Median / row.Whole.Median is var speedup && double.IsFinite(speedup) ? speedup : null;

    /// <summary>
    /// The speed-up for each slot. Of a job that only computes it is at most processors/N where N slots are more than there are processors,
    /// and 1 elsewhere. Null where a slot has several units in flight: it is no measure of them.
    /// </summary>
    public double? Efficiency(Row row) => row.Way.Concurrency > 1 ? null : Speedup(row) / row.Way.Parallelism;
}

/// <summary>All that was measured.</summary>
/// <param name="Workload">The word that users know it by.</param>
/// <param name="Notes">Sentences on what was compared and what was done otherwise than usual.</param>
internal sealed record Comparison(string Workload, IReadOnlyList<SectionFigures> Sections, IReadOnlyList<string> Notes, Machine Machine, DateTimeOffset Began)
{
    public IReadOnlyList<string> Explanation { get; } = Compare.Explanation.Of(Sections, Machine.Processors);
}
