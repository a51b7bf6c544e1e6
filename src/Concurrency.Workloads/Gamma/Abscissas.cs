namespace Concurrency.Workloads.Gamma;

/// <summary>
/// The points that a job evaluates, <c>t_k = from + (k + Offset) · Spacing</c> for <c>0 ≤ k &lt; Count</c>. Never accumulated: each comes
/// from its own index.
/// </summary>
/// <remarks>
/// Abscissas are kept in units of <c>2^−UnitExponent</c>: 1 but for ranges so close to 0, or so far from it,
/// that the low part of a product would underflow or the product overflow. The latter's unit is small, and the first point is
/// known without it, because the range may begin at the smallest of doubles.
/// </remarks>
internal sealed class Abscissas
{
    /// <summary>The first point, if the range begins with it.</summary>
    private readonly ScaledNumber? _first;

    public Abscissas(GammaJob job)
    {
        UnitExponent = job.To < 1e-150 ? 1000 : job.To > 1e300 ? -8 : 0;
        From = Math.ScaleB(job.From, UnitExponent);
        To = Math.ScaleB(job.To, UnitExponent);
        Count = job.Points;
        Offset = job.Rule == QuadratureRule.Midpoint ? 0.5 : 0;
        _first = Offset == 0 ? new ScaledNumber(job.From) : null;
        Step = DoubleDouble.Sum(To, -From) / job.Steps;
        Weight = new(job.Rule == QuadratureRule.Simpson ? Step / 6 : Step, -UnitExponent);
        Spacing = job.Rule == QuadratureRule.Simpson ? Step.Scale(-1) : Step;
    }

    public int UnitExponent { get; }

    /// <summary>What a weight of 1 stands for in the rule: a step, or a sixth of one. In units of 1.</summary>
    public ScaledNumber Weight { get; }

    public double From { get; }

    public double To { get; }

    public long Count { get; }

    /// <summary>½ for the midpoint rule, else 0.</summary>
    public double Offset { get; }

    /// <summary>The width of a step, to 2^-103 relative.</summary>
    public DoubleDouble Step { get; }

    /// <summary>From one point to the next: half a step in Simpson's rule.</summary>
    public DoubleDouble Spacing { get; }

    /// <summary>In units of 1.</summary>
    public ScaledNumber Point(long index) => index == 0 && _first is { } first ? first : new(this[index], -UnitExponent);

    /// <summary>In the unit.</summary>
    public DoubleDouble this[long index] => (Spacing * (index + Offset)) + From;

    /// <summary>The last index whose point is not above <paramref name="t"/>, but for rounding; clamped to the points there are.</summary>
    public long IndexBelow(double t) => (long)Math.Clamp(Math.Floor(IndexOf(t)), 0, Count - 1);

    /// <summary>The first index whose point is not below <paramref name="t"/>, but for rounding; clamped to the points there are.</summary>
    public long IndexAbove(double t) => (long)Math.Clamp(Math.Ceiling(IndexOf(t)), 0, Count - 1);

    private double IndexOf(double t) => ((t - From) / Spacing.High) - Offset;
}
