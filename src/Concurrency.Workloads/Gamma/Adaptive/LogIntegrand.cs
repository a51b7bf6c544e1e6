namespace Concurrency.Workloads.Gamma.Adaptive;

/// <summary>
/// The integrand over <c>v = ln t</c>, where it is <c>g(v) = e^(xv − e^v)</c>: <c>t^(x−1) e^−t dt = g dv</c>. It has no singularity at any finite v, real or
/// complex, and its logarithm is concave.
/// </summary>
internal sealed class LogIntegrand(double x)
{
    public double X => x;

    /// <summary>Where g is largest: at t = x.</summary>
    public DoubleDouble Mode { get; } = DoubleDoubleFunctions.Log(new(x));

    /// <summary><c>ln g(v)</c>.</summary>
    public DoubleDouble At(DoubleDouble v) => (v * x) - Power(v);

    /// <summary><c>d ln g/dv = x − e^v</c>, which falls.</summary>
    public double Slope(DoubleDouble v) => (x - Power(v)).High;

    /// <summary>
    /// Above <c>ln |g|</c> for real parts from <paramref name="low"/> to <paramref name="high"/> and imaginary parts up to
    /// <paramref name="height"/>: there <c>|g| = e^(xr − e^r cos s)</c>, and <c>cos s ≥ 1 − s²/2</c>.
    /// </summary>
    public double LogMost(double low, double high, double height)
    {
        var cosine = Math.Max(1 - (height * height / 2), -1);
        var most = cosine > 0 ? Math.Clamp(DoubleDoubleFunctions.Log(new(x / cosine)).High, low, high) : high;
        return (x * most) - (cosine * Power(most).High);
    }

    private static DoubleDouble Power(DoubleDouble v) => DoubleDoubleFunctions.Exp(v).ToDoubleDouble();
}
