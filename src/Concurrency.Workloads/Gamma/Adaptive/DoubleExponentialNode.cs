namespace Concurrency.Workloads.Gamma.Adaptive;

/// <summary>
/// The double exponential variable <c>q(u) = 1/(1 + e^(−π sinh u))</c>, which takes the real line to (0, 1), at one point; with
/// <c>q' = π cosh u · q (1−q)</c>.
/// </summary>
/// <remarks>
/// H. Takahasi and M. Mori, "Double exponential formulas for numerical integration", Publ. RIMS 9 (1974), there as
/// <c>tanh(π/2 · sinh u) = 2q − 1</c>. In double-double, relative errors about 2^-98, in the small ones of q and 1−q too.
/// </remarks>
internal readonly record struct DoubleExponentialNode
{
    private static readonly DoubleDouble Pi = DoubleDouble.Sum(Math.PI, 1.2246467991473532e-16);

    /// <param name="u">At most 700 either way.</param>
    public DoubleExponentialNode(DoubleDouble u)
    {
        var (up, down) = (DoubleDoubleFunctions.Exp(u).ToDoubleDouble(), DoubleDoubleFunctions.Exp(-u).ToDoubleDouble());
        var exponent = Pi * (up - down).Scale(-1);
        Slope = Pi * (up + down).Scale(-1);

        // From the side on which the exponential is small.
        var isBelow = exponent.High < 0;
        var small = DoubleDoubleFunctions.Exp(isBelow ? exponent : -exponent).ToDoubleDouble();
        var whole = small + 1;
        (Q, Rest) = isBelow ? (small / whole, DoubleDouble.One / whole) : (DoubleDouble.One / whole, small / whole);
        LogQ = (isBelow ? exponent : DoubleDouble.Zero) - DoubleDoubleFunctions.Log(new(whole));
    }

    /// <summary>q; 0 where it is below all doubles.</summary>
    public DoubleDouble Q { get; }

    /// <summary>1 − q; 0 where it is below all doubles.</summary>
    public DoubleDouble Rest { get; }

    /// <summary>ln q, also where q is 0 as a double.</summary>
    public DoubleDouble LogQ { get; }

    /// <summary><c>π cosh u</c>.</summary>
    public DoubleDouble Slope { get; }

    /// <summary>The u from which on 1 − q is below <c>e^−log</c>, and −u the one below which q is: <c>π sinh u = log</c>.</summary>
    public static double Reach(double log)
    {
        var sine = log / Math.PI;
        var sum = sine < 1e8 ? new ScaledNumber(sine + Math.Sqrt((sine * sine) + 1)) : new ScaledNumber(sine, exponent: 1);
        return DoubleDoubleFunctions.Log(sum).High;
    }
}
