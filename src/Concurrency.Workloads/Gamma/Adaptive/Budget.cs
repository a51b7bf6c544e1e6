namespace Concurrency.Workloads.Gamma.Adaptive;

/// <summary>
/// How much of the integral may be lost, and by what: nearly all to the steps of at most two pieces, the rest to the four ends of their sums and the two of the
/// range, which cost little to be far out. So what is lost in fact is mostly far less.
/// </summary>
/// <param name="LogUnit">The logarithm of what everything is in units of.</param>
/// <param name="Total">In that unit.</param>
internal sealed record Budget(DoubleDouble LogUnit, double Total)
{
    /// <summary>The logarithm of what the step of one piece may cost.</summary>
    public double OfStep { get; } = DoubleDoubleFunctions.Log(new(Total * 0.4995)).High;

    /// <summary>The logarithm of what leaving out beyond one end may cost: six of them are under a thousandth.</summary>
    public double OfEnd { get; } = DoubleDoubleFunctions.Log(new(Total / 8192)).High;
}
