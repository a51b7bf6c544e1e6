namespace Concurrency.Workloads.Gamma.Adaptive;

/// <summary>
/// The integral over <c>[0, c]</c> by <c>t = c·q(u)</c>: <c>F = c^x q^x e^(−cq) · π cosh u · (1−q)</c>, whose fall to the left is double exponential
/// whatever the singularity at 0 is.
/// </summary>
internal sealed class PieceFromZero : Piece
{
    private readonly double _x;
    private readonly double _end;
    private readonly DoubleDouble _logEnd;
    private readonly DoubleDouble _logUnit;

    /// <param name="end">c, at most 1.</param>
    /// <param name="budget">Says too what terms are in units of.</param>
    public PieceFromZero(double x, double end, Budget budget)
    {
        (_x, _end, _logUnit) = (x, end, budget.LogUnit);
        _logEnd = DoubleDoubleFunctions.Log(new(end));

        // What is left out on the left is below c^x q^x/x, on the right below 2 c^x (1−q).
        var logScale = ((_logEnd * x) - _logUnit).High;
        Lay(
            budget.OfStep,
            logScale - DoubleDoubleFunctions.Log(new(x)).High - budget.OfEnd, leftRate: x,
            logScale + DoubleDoubleFunctions.Ln2.High - budget.OfEnd);
    }

    protected override (DoubleDouble LogDensity, DoubleDouble Factor) Density(DoubleExponentialNode node) =>
        (((_logEnd + node.LogQ) * _x) - (node.Q * _end) - _logUnit, node.Slope * node.Rest);

    /// <summary><c>N = c^x e^(c/σ) / (x cos d σ^(1+x))</c>, <c>σ = cos(π/2 · sin d)</c>.</summary>
    protected override double LogNorm(Strip strip)
    {
        var logShrinkage = DoubleDoubleFunctions.Log(new(strip.Shrinkage)).High;
        var logDivisor = DoubleDoubleFunctions.Log(new(DoubleDouble.Product(_x, strip.Cosine))).High;
        return ((_logEnd * _x) - _logUnit).High + (_end / strip.Shrinkage) - logDivisor - ((1 + _x) * logShrinkage);
    }
}
