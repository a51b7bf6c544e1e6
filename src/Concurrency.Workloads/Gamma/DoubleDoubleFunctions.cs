namespace Concurrency.Workloads.Gamma;

/// <summary>
/// Exponential and logarithm in double-double, from their series alone: no framework function is called, so the bits are the same on
/// all hardware.
/// </summary>
public static class DoubleDoubleFunctions
{
    /// <summary>1/n!: with |r| at most 0.35 the 29 terms of <c>e^r</c> reach 2^-107.</summary>
    private static readonly DoubleDouble[] InverseFactorials = Coefficients(29, (last, n) => last / n);

    /// <summary>1/(2n+1): with |z| at most 0.1716 the 22 terms of <c>atanh(z)/z</c> reach 2^-107.</summary>
    private static readonly DoubleDouble[] InverseOdds = Coefficients(22, (_, n) => DoubleDouble.One / ((2 * n) + 1));

    /// <summary>The natural logarithm of 2; relative error under 2^-109.</summary>
    public static DoubleDouble Ln2 { get; } = DoubleDouble.Sum(0.6931471805599453, 2.3190468138462996e-17);

    /// <summary><c>e^x = 2^k e^r</c>, with an exponent of its own; relative error about 2^-101 + |x| 2^-105.</summary>
    /// <param name="x">At most 10^9; below −10^9 the answer is 0.</param>
    public static ScaledNumber Exp(DoubleDouble x)
    {
        if (x.High < -1e9) return default;
        var exponent = Math.Round(x.High / Ln2.High);
        return new(Polynomial(InverseFactorials, x - (Ln2 * exponent)), (int)exponent);
    }

    /// <summary><c>e^x − 1</c>; relative error about 2^-100, for small x too.</summary>
    /// <param name="x">At most 700.</param>
    public static DoubleDouble ExpMinusOne(DoubleDouble x)
    {
        if (Math.Abs(x.High) < 0.35) return x * Polynomial(InverseFactorials.AsSpan(1), x);
        return x.High < -100 ? -DoubleDouble.One : Exp(x).ToDoubleDouble() - DoubleDouble.One;
    }

    /// <summary>The natural logarithm; relative error about 2^-100, near 1 too.</summary>
    /// <param name="x">Positive.</param>
    public static DoubleDouble Log(ScaledNumber x)
    {
        var (significand, exponent) = (x.Significand, x.Exponent);
        if (significand.High > 1.4142135623730951) (significand, exponent) = (significand.Scale(-1), exponent + 1);
        return (Ln2 * exponent) + LogOnePlus(significand - DoubleDouble.One);
    }

    /// <summary><c>ln(1+x) = 2 atanh(x/(2+x))</c>; relative error about 2^-100, for small x too.</summary>
    /// <param name="x">Between √½ − 1 and √2 − 1.</param>
    public static DoubleDouble LogOnePlus(DoubleDouble x)
    {
        var z = x / (x + 2);
        return z.Scale(1) * Polynomial(InverseOdds, z * z);
    }

    private static DoubleDouble Polynomial(ReadOnlySpan<DoubleDouble> coefficients, DoubleDouble x)
    {
        var sum = coefficients[^1];
        for (var n = coefficients.Length - 2; n >= 0; n--) sum = (sum * x) + coefficients[n];
        return sum;
    }

    private static DoubleDouble[] Coefficients(int count, Func<DoubleDouble, int, DoubleDouble> next)
    {
        var all = new DoubleDouble[count];
        all[0] = DoubleDouble.One;
        for (var n = 1; n < count; n++) all[n] = next(all[n - 1], n);
        return all;
    }
}
