using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Compare.Report;
using Concurrency.Cli.Running;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Compare;

/// <summary>Pictures of what a comparison of gamma computes: how exact each rule is, and who of a real run summed what.</summary>
/// <param name="job">Of the exercise.</param>
/// <param name="largest">The same with so many steps that there is something to compute.</param>
/// <param name="slots">Threads of the run that is drawn; no more than there are colours.</param>
/// <param name="terms">Of a run with a mode and so many slots.</param>
internal sealed class GammaPictures(GammaJob job, GammaJob largest, int slots, Func<RunMode, int, RunTerms> terms, Surroundings surroundings)
{
    private readonly int _slots = Math.Min(slots, ChartDrawing.Hues.Count);

    /// <summary>Computes and draws.</summary>
    /// <exception cref="OperationCanceledException">It was asked for.</exception>
    /// <exception cref="RefusedException">The run failed.</exception>
    public async Task<IReadOnlyList<Figure>> DrawAsync(CancellationToken cancelled)
    {
        var errors = await RuleErrors.OfAsync(job, cancelled);
        var (hill, chunks) = await RunAsync();
        return [.. errors.Count > 0 ? [ErrorChart.Of(errors)] : Array.Empty<Figure>(), ChunkChart.Of(hill, chunks, _slots)];
    }

    /// <summary>
    /// A run over the part of the range where there is something to see, with as many steps as the largest job has. All the rest of the range would be a
    /// line along the axis.
    /// </summary>
    private async Task<(GammaJob Job, IReadOnlyList<RunChunk> Chunks)> RunAsync()
    {
        var (from, to) = Integrand.Visible(largest);
        var hill = new GammaJob(largest.X, from, to, largest.Steps, largest.Rule);
        var gamma = new GammaWorkload();
        var witness = new WitnessedWorkload(gamma);
        await JobTrial.RunAsync(
            new(witness, new(gamma.Name, gamma.Encode(hill), ChunkUnits: null), total => gamma.Finish(hill, GammaPartial.Decode(total)).Value),
            terms(RunMode.Threads, _slots),
            surroundings);
        return (hill, witness.Runs);
    }
}
