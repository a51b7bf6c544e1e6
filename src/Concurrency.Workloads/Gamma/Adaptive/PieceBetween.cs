namespace Concurrency.Workloads.Gamma.Adaptive;

/// <summary>The integral over <c>ln t</c> from A to <c>A + W</c> by <c>ln t = A + W·q(u)</c>: <c>F = g(ln t) · W · π cosh u · q (1−q)</c>.</summary>
internal sealed class PieceBetween : Piece
{
    private readonly LogIntegrand _integrand;
    private readonly DoubleDouble _start;
    private readonly DoubleDouble _width;
    private readonly DoubleDouble _logUnit;

    /// <param name="start">A.</param>
    /// <param name="width">W.</param>
    /// <param name="logMost">Above ln g in the piece, in the unit of the budget.</param>
    public PieceBetween(LogIntegrand integrand, DoubleDouble start, DoubleDouble width, double logMost, Budget budget)
    {
        (_integrand, _start, _width, _logUnit) = (integrand, start, width, budget.LogUnit);

        // What is left out is below g W q on the left, and below g W (1−q) on the right.
        var logCut = logMost + DoubleDoubleFunctions.Log(new(width)).High - budget.OfEnd;
        Lay(budget.OfStep, logCut, leftRate: 1, logCut);
    }

    protected override (DoubleDouble LogDensity, DoubleDouble Factor) Density(DoubleExponentialNode node) =>
        (_integrand.At(_start + (_width * node.Q)) - _logUnit, node.Slope * node.Q * node.Rest * _width);

    /// <summary><c>N = W/(cos d σ²) · max |g|</c> over the rectangle that A + Wq does not leave, <c>σ = cos(π/2 · sin d)</c>.</summary>
    protected override double LogNorm(Strip strip)
    {
        if (double.IsInfinity(strip.Overshoot)) return double.PositiveInfinity;
        var half = _width.High / 2;
        var (low, high) = (_start.High - (half * strip.Overshoot), _start.High + (half * (2 + strip.Overshoot)));
        var logMost = _integrand.LogMost(low, high, half * strip.Height) - _logUnit.High;
        return logMost + DoubleDoubleFunctions.Log(new(_width / (strip.Cosine * strip.Shrinkage * strip.Shrinkage))).High;
    }
}
