namespace Concurrency.Workloads.Gamma;

/// <summary><c>f(t) = t^(x−1) e^−t</c> in double-double, one point at a time.</summary>
/// <param name="x">In (0, 171].</param>
internal readonly struct Integrand(double x)
{
    private readonly DoubleDouble _power = DoubleDouble.Sum(x, -1);

    /// <summary>ln f, to 2^-100 of its larger part; not finite where f is 0 or infinite.</summary>
    public DoubleDouble LogAt(ScaledNumber t)
    {
        if (_power.High == 0) return -t.ToDoubleDouble();
        return t.IsZero ? double.NegativeInfinity : (DoubleDoubleFunctions.Log(t) * _power) - t.ToDoubleDouble();
    }

    /// <param name="t">Above 0 if x is below 1.</param>
    public ScaledNumber At(ScaledNumber t) => DoubleDoubleFunctions.Exp(LogAt(t));
}
