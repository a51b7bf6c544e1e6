using Concurrency.Core.Contract;
using Concurrency.Core.Units;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Compare;

/// <summary>How far the sum by one rule is from the integral, with more and more steps.</summary>
/// <param name="Errors">Relative to the integral, at least 0, by the number of steps.</param>
internal sealed record RuleErrors(QuadratureRule Rule, IReadOnlyList<(long Steps, double Error)> Errors)
{
    private const long MostSteps = 1 << 22;

    private static readonly QuadratureRule[] Rules = [QuadratureRule.Left, QuadratureRule.Midpoint, QuadratureRule.Trapezoid, QuadratureRule.Simpson];

    /// <summary>Of each rule that can sum the integrand, with 1, 2, 4, … steps up to those of the job, but no more than 2^22.</summary>
    /// <exception cref="OperationCanceledException">It was asked for.</exception>
    public static async Task<IReadOnlyList<RuleErrors>> OfAsync(GammaJob job, CancellationToken cancelled)
    {
        var all = new List<RuleErrors>();
        foreach (var rule in Rules.Where(CanSum))
        {
            var errors = new List<(long, double)>();
            for (var steps = 1L; steps <= Math.Min(job.Steps, MostSteps); steps *= 2)
            {
                if (await ErrorAsync(new(job.X, job.From, job.To, steps, rule), cancelled) is { } error) errors.Add((steps, error));
            }

            if (errors.Count > 0) all.Add(new(rule, errors));
        }

        return all;

        bool CanSum(QuadratureRule rule) => rule == QuadratureRule.Midpoint || job.X >= 1 || job.From > 0;
    }

    /// <summary>Null where there is no value, or no integral that an error could be relative to.</summary>
    private static async Task<double?> ErrorAsync(GammaJob job, CancellationToken cancelled)
    {
        var workload = new GammaWorkload();
        var plan = workload.Open(workload.Encode(job), items: 0);
        var output = await plan.RunAsync(new Chunk(new UnitRange(0, plan.Units), cancelled));
        var result = workload.Finish(job, GammaPartial.Decode(output.Partial));
        return result is { Error: { } error, Reference: > 0 and var integral } && Math.Abs(error) / integral is var relative && double.IsFinite(relative) ? relative : null;
    }
}
