namespace Concurrency.Workloads.Gamma;

/// <summary>Integrates <c>f(t) = t^(x−1) e^−t</c> over short panels, in units of <c>f(m)</c>, by its Taylor expansion at the centre of each.</summary>
/// <remarks>
/// From <c>t f' = (x−1−t) f</c> the coefficients at c follow: <c>a_0 = 1, a_(n+1) = ((x−1−c−n) a_n − a_(n−1)) / (c (n+1))</c>. The
/// recurrence is exact; the series converges for half widths below c.
/// </remarks>
internal sealed class TaylorPanel(double x, double m)
{
    private const int MaxTerms = 200;

    private readonly DoubleDouble _power = DoubleDouble.Sum(x, -1);
    private readonly DoubleDouble _logMaximum = (DoubleDoubleFunctions.Log(new(m)) * DoubleDouble.Sum(x, -1)) - m;

    /// <summary><c>f(m)</c>.</summary>
    public ScaledNumber Maximum => DoubleDoubleFunctions.Exp(_logMaximum);

    /// <summary>So that no term of the series is much larger than its sum: within the decay, and the width of the maximum.</summary>
    public double HalfWidth(double t)
    {
        var slope = Math.Abs(x - 1 - t);
        return Math.Min(Math.Min(t / 4, t / Math.Sqrt(Math.Max(1, Math.Abs(x - 1)))), slope > 0 ? 2 * t / slope : t);
    }

    /// <summary><c>f(t)/f(m)</c>, to a double.</summary>
    public double Value(double t) => At(t).High;

    /// <summary>The integral over <c>[a, b]</c>; relative error about 2^-90.</summary>
    public DoubleDouble Integral(double a, double b)
    {
        var centre = DoubleDouble.Sum(a, b).Scale(-1);
        var width = DoubleDouble.Sum(b, -a);
        var half = width.Scale(-1);
        var scale = half / centre;

        // Terms are a_n w^n: even ones integrate to a_n w^n · 2w/(n+1), odd ones to 0.
        var (last, term, sum) = (DoubleDouble.Zero, DoubleDouble.One, DoubleDouble.One);
        for (var n = 0; n < MaxTerms; n++)
        {
            (last, term) = (term, ((_power - centre - n) * term - (half * last)) * scale / (n + 1));
            if (n % 2 == 1) sum += term / (n + 2);
            if (Math.Abs(last.High) + Math.Abs(term.High) < 1e-28 * sum.High) break;
        }

        return sum * width * At(centre);
    }

    private DoubleDouble At(DoubleDouble t) =>
        DoubleDoubleFunctions.Exp((DoubleDoubleFunctions.Log(new(t)) * _power) - t - _logMaximum).ToDoubleDouble();
}
