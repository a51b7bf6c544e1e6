namespace Concurrency.Workloads.Gamma.Adaptive;

/// <summary>
/// What bounds <see cref="DoubleExponentialNode"/>'s q(u) in the strip <c>|Im u| ≤ d</c> of the complex plane, from <c>sin d</c> alone. Each number
/// is rounded to the safe side by a truncated series; <c>docs/gamma.md</c> derives them.
/// </summary>
internal readonly record struct Strip
{
    /// <summary>The bounds hold up to <c>cos d = 2/π</c>, which is a little more.</summary>
    private const double WidestSine = 0.75;

    private Strip(double sine)
    {
        HalfWidth = sine * (1 + (sine * sine * ((1 / 6.0) + (sine * sine * (3 / 40.0)))));
        Cosine = Math.Sqrt(1 - (sine * sine));
        var angle = Math.PI / 2 * sine;
        var square = angle * angle;
        Shrinkage = 1 - (square / 2 * (1 - (square / 12 * (1 - (square / 30)))));
        Height = angle / (Shrinkage * Shrinkage);
        Overshoot = sine < 0.5 ? OvershootOf(sine, Cosine) : double.PositiveInfinity;
    }

    /// <summary>Strips from narrow to wide, fine enough that the best of them loses little.</summary>
    public static IReadOnlyList<Strip> All { get; } = [.. Enumerable.Range(1, (int)(WidestSine * 64)).Select(n => new Strip(n / 64.0))];

    /// <summary>d, but for at most 3 % less.</summary>
    public double HalfWidth { get; }

    /// <summary><c>cos d</c>.</summary>
    public double Cosine { get; }

    /// <summary>Below <c>cos(π/2 · sin d)</c>.</summary>
    public double Shrinkage { get; }

    /// <summary>Above <c>|Im 2q|</c>.</summary>
    public double Height { get; }

    /// <summary>How far <c>Re 2q</c> may be outside of [0, 2]; infinite where nothing is said.</summary>
    public double Overshoot { get; }

    /// <summary><c>coth y − 1 = 2/(e^2y − 1)</c> at <c>y = π/2 · cos d · √(1/(4 sin² d) − 1)</c>.</summary>
    private static double OvershootOf(double sine, double cosine)
    {
        var y = Math.PI / 2 * cosine * Math.Sqrt((1 / (4 * sine * sine)) - 1);
        return 2 / DoubleDoubleFunctions.ExpMinusOne(2 * y).High;
    }
}
