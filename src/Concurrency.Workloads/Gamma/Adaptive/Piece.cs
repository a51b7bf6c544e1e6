namespace Concurrency.Workloads.Gamma.Adaptive;

/// <summary>
/// A part of the integral as one trapezoidal sum <c>h Σ F(kh)</c> over the whole line of u, cut off where the rest cannot matter: the double exponential rule.
/// </summary>
/// <remarks>
/// For F analytic in <c>|Im u| ≤ d</c>, with <c>∫ |F(u + iy)| du ≤ N</c> for all <c>|y| ≤ d</c>, the sum is within <c>2N/(e^(2πd/h) − 1)</c> of
/// the integral: L. N. Trefethen and J. A. C. Weideman, "The exponentially convergent trapezoidal rule", SIAM Review 56 (2014), theorem 5.1.
/// </remarks>
internal abstract class Piece
{
    /// <summary>Terms beyond it fall towards either end; see <c>docs/gamma.md</c>.</summary>
    private const double LeastReach = 4;

    private double _step;
    private long _first;

    /// <summary>How many terms the sum has.</summary>
    public long Count { get; private set; }

    /// <summary>One term of the sum, step and all, in the unit of the whole.</summary>
    public DoubleDouble Term(long index)
    {
        var node = new DoubleExponentialNode(DoubleDouble.Product(_step, _first + index));
        var (logDensity, factor) = Density(node);
        return (DoubleDoubleFunctions.Exp(logDensity) * new ScaledNumber(factor * _step)).ToDoubleDouble();
    }

    /// <summary>F at a point as <c>e^LogDensity · Factor</c>.</summary>
    protected abstract (DoubleDouble LogDensity, DoubleDouble Factor) Density(DoubleExponentialNode node);

    /// <summary>ln N for a strip; infinite where nothing is said.</summary>
    protected abstract double LogNorm(Strip strip);

    /// <summary>Takes the widest step with which the sum over the whole line is near enough, and cuts the sum off.</summary>
    /// <param name="logBudget">Of the error from the step.</param>
    /// <param name="logLeft">F left of u is no more than <c>e^(−logLeft)</c>, if <c>π sinh u</c> is minus that, over <paramref name="leftRate"/>.</param>
    /// <param name="leftRate">See there.</param>
    /// <param name="logRight">The same for the right, with a rate of 1.</param>
    protected void Lay(double logBudget, double logLeft, double leftRate, double logRight)
    {
        // 2N/(e^(2πd/h) − 1) is the budget where 2πd/h = ln(1 + 2N/budget), and ln(1 + e^y) < max(y, 0) + ln 2.
        var ln2 = DoubleDoubleFunctions.Ln2.High;
        _step = Strip.All.Max(strip => 2 * Math.PI * strip.HalfWidth / (Math.Max(LogNorm(strip) + ln2 - logBudget, 0) + (ln2 * 1.01)));
        _first = -(long)Math.Ceiling(DoubleExponentialNode.Reach(Math.Max(logLeft, LeastReach) / leftRate) / _step);
        Count = (long)Math.Ceiling(DoubleExponentialNode.Reach(Math.Max(logRight, LeastReach)) / _step) - _first + 1;
    }
}
