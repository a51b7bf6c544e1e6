using System.Text.Json.Serialization;
using Concurrency.Core.Contract;
using Concurrency.Workloads.Gamma.Adaptive;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// The Gamma integral of <c>f(t) = t^(x−1) e^−t</c> over <c>[from, to]</c>, as a sum over equidistant points or to a tolerance. Valid if it exists.
/// </summary>
public sealed record GammaJob
{
    public const double MaxX = 171;

    public const long MaxSteps = 1_000_000_000_000_000;

    /// <summary>The rule adaptive takes more and more points as x nears 0: 5,000 here, with a range from 0.</summary>
    public const double LeastAdaptiveX = 1e-300;

    /// <summary>A little above 2^-52, because the nearest double alone may be off by half of that.</summary>
    public const double LeastTolerance = 2.3e-16;

    public const double MostTolerance = 0.1;

    /// <param name="x">In (0, 171]; Γ(172) is no double.</param>
    /// <param name="from">Finite, at least 0.</param>
    /// <param name="to">Above <paramref name="from"/>; finite, but with <see cref="QuadratureRule.Adaptive"/>.</param>
    /// <param name="steps">1 to 10^15; 0 with <see cref="QuadratureRule.Adaptive"/>, which has none.</param>
    /// <param name="rule">Only <see cref="QuadratureRule.Midpoint"/> or <see cref="QuadratureRule.Adaptive"/> where the integrand is infinite: at 0, if x is below 1.</param>
    /// <param name="tolerance">See <see cref="Adaptive"/>; null with any other rule.</param>
    /// <exception cref="BadJobException">A value is outside of its range.</exception>
    public GammaJob(double x, double from, double to, long steps, QuadratureRule rule = QuadratureRule.Left, double? tolerance = null)
    {
        if (!(x > 0 && x <= MaxX)) throw new BadJobException($"x is {x}, but must be above 0 and at most {MaxX}.");
        if (!(from >= 0 && double.IsFinite(from))) throw new BadJobException($"from is {from}, but must be a finite number that is at least 0.");
        if (!Enum.IsDefined(rule)) throw new BadJobException($"There is no rule {(int)rule}; there is {string.Join(", ", QuadratureRules.Names)}.");
        if (!(double.IsFinite(to) || (to > 0 && rule == QuadratureRule.Adaptive))) throw new BadJobException($"to is {to}, but must be a finite number.");
        if (to <= from) throw new BadJobException($"to is {to}, but must be above from, which is {from}.");
        if ((rule == QuadratureRule.Adaptive ? AdaptiveFault(x, steps, tolerance) : SteppingFault(x, from, steps, rule, tolerance)) is { } fault)
            throw new BadJobException(fault);

        (X, From, To, Steps, Rule, Tolerance) = (x, from, to, steps, rule, tolerance);
    }

    public double X { get; }

    public double From { get; }

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double To { get; }

    /// <summary>Equal parts of <c>[from, to]</c>; 0 if the rule has none.</summary>
    public long Steps { get; }

    public QuadratureRule Rule { get; }

    /// <summary>How far the value may be off the integral, relatively; null if nothing was asked for.</summary>
    public double? Tolerance { get; }

    /// <summary>How many times the integrand is evaluated.</summary>
    [JsonIgnore]
    public long Points => Rule switch
    {
        QuadratureRule.Trapezoid => Steps + 1,
        QuadratureRule.Simpson => (2 * Steps) + 1,
        QuadratureRule.Adaptive => new AdaptiveQuadrature(this).Points,
        _ => Steps,
    };

    /// <summary>Points in a block, the unit of a job.</summary>
    [JsonIgnore]
    public int PointsPerBlock => Rule == QuadratureRule.Adaptive ? AdaptiveQuadrature.PointsPerBlock : GammaKernel.PointsPerBlock;

    /// <summary>The integral itself.</summary>
    /// <param name="to">May be infinite.</param>
    /// <param name="tolerance">How far the value may be off the integral, relatively: 2.3e-16 to 0.1.</param>
    /// <exception cref="BadJobException">A value is outside of its range.</exception>
    public static GammaJob Adaptive(double x, double from, double to, double tolerance) => new(x, from, to, steps: 0, QuadratureRule.Adaptive, tolerance);

    private static string? AdaptiveFault(double x, long steps, double? tolerance)
    {
        if (x < LeastAdaptiveX) return $"x is {x}, but must be at least {LeastAdaptiveX} with the rule adaptive.";
        if (steps != 0) return $"steps is {steps}, but the rule adaptive chooses its points itself.";
        return tolerance is >= LeastTolerance and <= MostTolerance
            ? null
            : $"tolerance is {tolerance?.ToString() ?? "missing"}, but must be from {LeastTolerance}, which is what a double can hold, to {MostTolerance}.";
    }

    private static string? SteppingFault(double x, double from, long steps, QuadratureRule rule, double? tolerance)
    {
        if (steps is < 1 or > MaxSteps) return $"steps is {steps}, but must be from 1 to {MaxSteps}.";
        if (tolerance is not null) return $"tolerance is {tolerance}, but the rule {rule.Name()} takes none: it has equal steps.";
        return x < 1 && from == 0 && rule != QuadratureRule.Midpoint
            ? $"With x = {x} the integrand is infinite at 0, where the rule {rule.Name()} has a point: use midpoint or adaptive, or from above 0."
            : null;
    }
}
