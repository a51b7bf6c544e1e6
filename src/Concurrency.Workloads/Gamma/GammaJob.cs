using Concurrency.Core.Contract;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// The Gamma integral of <c>f(t) = t^(x−1) e^−t</c> over <c>[from, to]</c> as a sum over equidistant points. Valid if it exists.
/// </summary>
public sealed record GammaJob
{
    public const double MaxX = 171;

    public const long MaxSteps = 1_000_000_000_000_000;

    /// <param name="x">In (0, 171]; Γ(172) is no double.</param>
    /// <param name="from">Finite, at least 0.</param>
    /// <param name="to">Finite, above <paramref name="from"/>.</param>
    /// <param name="steps">1 to 10^15.</param>
    /// <param name="rule">Only <see cref="QuadratureRule.Midpoint"/> where the integrand is infinite: at 0, if x is below 1.</param>
    /// <exception cref="BadJobException">A value is outside of its range.</exception>
    public GammaJob(double x, double from, double to, long steps, QuadratureRule rule = QuadratureRule.Left)
    {
        if (!(x > 0 && x <= MaxX)) throw new BadJobException($"x is {x}, but must be above 0 and at most {MaxX}.");
        if (!(from >= 0 && double.IsFinite(from))) throw new BadJobException($"from is {from}, but must be a finite number that is at least 0.");
        if (!double.IsFinite(to)) throw new BadJobException($"to is {to}, but must be a finite number.");
        if (to <= from) throw new BadJobException($"to is {to}, but must be above from, which is {from}.");
        if (steps is < 1 or > MaxSteps) throw new BadJobException($"steps is {steps}, but must be from 1 to {MaxSteps}.");
        if (!Enum.IsDefined(rule)) throw new BadJobException($"There is no rule {(int)rule}; there is {string.Join(", ", QuadratureRules.Names)}.");
        if (x < 1 && from == 0 && rule != QuadratureRule.Midpoint)
            throw new BadJobException($"With x = {x} the integrand is infinite at 0, where the rule {rule.Name()} has a point: use midpoint, or from above 0.");

        (X, From, To, Steps, Rule) = (x, from, to, steps, rule);
    }

    public double X { get; }

    public double From { get; }

    public double To { get; }

    /// <summary>Equal parts of <c>[from, to]</c>.</summary>
    public long Steps { get; }

    public QuadratureRule Rule { get; }

    /// <summary>How many times the integrand is evaluated.</summary>
    public long Points => Rule switch
    {
        QuadratureRule.Trapezoid => Steps + 1,
        QuadratureRule.Simpson => (2 * Steps) + 1,
        _ => Steps,
    };
}
