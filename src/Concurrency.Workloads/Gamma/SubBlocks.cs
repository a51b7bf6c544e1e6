using System.Runtime.CompilerServices;

namespace Concurrency.Workloads.Gamma;

/// <summary>How a stretch of points is cut: into sub-blocks of a length, each with a Taylor polynomial of a degree around its centre.</summary>
/// <param name="Length">Points in a sub-block: 1, or a power of two from 4 up.</param>
/// <param name="Degree">0 where a sub-block is a single point.</param>
internal readonly record struct SubBlocks(int Length, int Degree)
{
    /// <summary>Eight, one in each lane.</summary>
    public const int AtOnce = 8;

    public const int MaxDegree = 10;

    private const int MaxLength = 8192;

    /// <summary>What a centre costs, in multiply-adds of a point.</summary>
    private const double CostOfCentre = 600;

    /// <summary><c>2^(−63/(d+1))/e</c> for d from 2 on, rounded down.</summary>
    private static ReadOnlySpan<double> Reach =>
        [1.7541e-07, 6.6754e-06, 5.9255e-05, 2.5403e-04, 7.1851e-04, 1.5670e-03, 2.8740e-03, 4.6689e-03, 6.9442e-03];

    /// <summary>The cheapest that leaves out less than 2^-62 of each term, and whose polynomials are within 0.08 of 1.</summary>
    /// <remarks>
    /// On the circle <c>|t − c| = ρc</c>, <c>ρ ≤ ½</c>, <c>ln |f(t)/f(c)| ≤ |x−1−c| ρ + |x−1| (ρ + ln(1−ρ)) ≤ sρ + kρ²</c> with
    /// s = |x−1−c| and k = |x−1|. The ρ for which this is <c>d+1</c>, or ½, makes <c>|a_n| (ρc)^n ≤ e^(d+1)</c> (Cauchy); so at distances up to
    /// <c>q ρ c</c> what follows the term of degree d is at most <c>(e q)^(d+1)/(1−q)</c>, which is under 2^-62 for <c>q ≤ 2^(−63/(d+1))/e</c>.
    /// </remarks>
    /// <param name="power">x − 1.</param>
    /// <param name="low">The lowest point.</param>
    /// <param name="high">The highest point.</param>
    /// <param name="spacing">From one point to the next, over the lowest point: a ratio, because next to 0 doubles have too few bits for either.</param>
    /// <param name="count">Points in the stretch.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static SubBlocks Of(double power, double low, double high, double spacing, long count)
    {
        var slope = Math.Max(Math.Abs(power - low), Math.Abs(power - high));
        var square = slope * slope;
        var curve = 4 * Math.Abs(power);
        var (best, bestCost) = (new SubBlocks(1, 0), CostOfCentre / 4);
        for (var degree = 2; degree <= MaxDegree; degree++)
        {
            var radius = Math.Min(0.5, 2 * (degree + 1) / (slope + Math.Sqrt(square + (curve * (degree + 1)))));
            var steps = 2 * radius * Reach[degree - 2] / spacing;
            var length = 2;
            while (length < MaxLength && length * 2 <= steps && length * 2 * AtOnce <= count) length *= 2;
            var cost = degree + (CostOfCentre / length);
            if (length > 2 && cost < bestCost) (best, bestCost) = (new(length, degree), cost);
        }

        return best;
    }
}
