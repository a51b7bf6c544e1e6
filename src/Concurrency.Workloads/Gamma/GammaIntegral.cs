namespace Concurrency.Workloads.Gamma;

/// <summary>
/// The integral of <c>f(t) = t^(x−1) e^−t</c> over a range, independent of any sum over points: a power series up to t = 1, then Taylor
/// panels outward from the maximum, all in double-double and in units of the maximum, so that nothing cancels, overflows or underflows.
/// </summary>
public static class GammaIntegral
{
    /// <summary>A part that cannot be more than this of the whole is left out.</summary>
    private const double Negligible = 1e-28;

    /// <summary>Where f is under e^-98000 for all x there are.</summary>
    internal const double Vanished = 1e5;

    /// <summary>The integral over <c>[from, to]</c>; relative error under 10^-15 where it is a normal double, else absolute under 10^-323. Null if it is larger than any
    /// double, as 1/x is for the smallest x.</summary>
    /// <param name="x">In (0, 171].</param>
    /// <param name="from">At least 0.</param>
    /// <param name="to">Above <paramref name="from"/>.</param>
    public static double? Over(double x, double from, double to)
    {
        if (from == 0 && double.IsInfinity(1 / x)) return null; // the integral is 1/x, give or take 1000

        return ScaledOver(x, from, to).ToDouble() is var value && double.IsFinite(value) ? value : null;
    }

    /// <summary>The same to about 2^-90, where 1/x is a double.</summary>
    internal static ScaledNumber ScaledOver(double x, double from, double to)
    {
        var total = default(ScaledNumber);
        if (from < 1) total += PowerSeries(x, from, Math.Min(to, 1));
        if (to > 1 && from < Vanished) total += Panels(x, Math.Max(from, 1), to);
        return total;
    }

    /// <summary>
    /// <c>∫ t^(x−1) Σ (−t)^n/n! dt = Σ (−1)^n/n! (b^(x+n) − a^(x+n))/(x+n)</c> for <c>0 ≤ a &lt; b ≤ 1</c>: the terms fall faster than 1/n!,
    /// so the alternation costs no more than two bits.
    /// </summary>
    private static ScaledNumber PowerSeries(double x, double a, double b)
    {
        var sum = DoubleDouble.Zero; // in units of b^x
        var coefficient = DoubleDouble.One; // (-b)^n/n!
        DoubleDouble? logRatio = a == 0 ? null : LogRatio(a, b);
        for (var n = 0; Math.Abs(coefficient.High) > Negligible * 1e-3; n++)
        {
            var power = DoubleDouble.Sum(x, n);
            sum += coefficient * Share(logRatio, power);
            coefficient = coefficient * -b / (n + 1);
        }

        return new ScaledNumber(sum) * DoubleDoubleFunctions.Exp(DoubleDoubleFunctions.Log(new(b)) * x);
    }

    /// <summary><c>∫ t^(x−1) dt = (b^x − a^x)/x</c>, whichever of a and b is larger; they are above 0 and within a third of each other.</summary>
    internal static ScaledNumber OfPower(double x, ScaledNumber a, ScaledNumber b)
    {
        var logRatio = DoubleDoubleFunctions.LogOnePlus(((a - b) / b).ToDoubleDouble());
        return new ScaledNumber(Share(logRatio, x)) * DoubleDoubleFunctions.Exp(DoubleDoubleFunctions.Log(b) * x);
    }

    /// <summary><c>(1 − (a/b)^p)/p</c>.</summary>
    /// <param name="logRatio">ln(a/b); null if a is 0.</param>
    private static DoubleDouble Share(DoubleDouble? logRatio, DoubleDouble p)
    {
        if (logRatio is not { } log) return DoubleDouble.One / p;
        return p.High < 1e-40 // where the product would underflow, and its exponential is 1 plus the product
            ? -log
            : -DoubleDoubleFunctions.ExpMinusOne(log * p) / p;
    }

    /// <summary>ln(a/b) for <c>0 &lt; a &lt; b</c>, accurate however close they are.</summary>
    internal static DoubleDouble LogRatio(double a, double b)
    {
        if (a < b * 0.75) return DoubleDoubleFunctions.Log(new(a)) - DoubleDoubleFunctions.Log(new(b));
        var shift = -Math.ILogB(b); // the quotient of two subnormals would lose its low part
        var (start, end) = (Math.ScaleB(a, shift), Math.ScaleB(b, shift));
        return DoubleDoubleFunctions.LogOnePlus(DoubleDouble.Sum(start, -end) / end);
    }

    /// <summary>The integral over <c>[a, b]</c>, <c>a ≥ 1</c>, summed outward from the maximum until the rest cannot matter.</summary>
    private static ScaledNumber Panels(double x, double a, double b)
    {
        var mode = Math.Clamp(x - 1, a, b);
        var integrand = new TaylorPanel(x, mode);
        var sum = DoubleDouble.Zero;
        var edge = mode;

        // Above the mode ln f falls at a growing rate towards 1, so the rest is under f(edge) divided by the rate there.
        while (edge < b)
        {
            var next = Math.Min(edge + (2 * integrand.HalfWidth(edge)), b);
            sum += integrand.Integral(edge, next);
            edge = next;
            var rate = 1 - ((x - 1) / edge);
            if (rate > 0 && integrand.Value(edge) / Math.Min(rate, 1) < Negligible * sum.High) break;
        }

        // Below the mode f rises, so the rest is under the width left times f(edge).
        edge = mode;
        while (edge > a)
        {
            var next = Math.Max(edge - (2 * integrand.HalfWidth(edge)), a);
            sum += integrand.Integral(next, edge);
            edge = next;
            if ((edge - a) * integrand.Value(edge) < Negligible * sum.High) break;
        }

        return new ScaledNumber(sum) * integrand.Maximum;
    }
}
