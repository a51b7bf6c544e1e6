using System.Runtime.CompilerServices;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// <c>f(t)/f(c) − 1</c> around some centres c, one a lane, as polynomials in the distance from c: in half steps from one point to the
/// next, so that the points of a sub-block of even length are at ±1, ±3, ±5, ….
/// </summary>
/// <remarks>
/// With <c>f(c + τ) = f(c) Σ a_n τ^n</c>, <c>t f' = (x−1−t) f</c> is <c>(c + τ) Σ n a_n τ^(n−1) = (x−1−c−τ) Σ a_n τ^n</c>, and the coefficients of
/// <c>τ^n</c> give <c>c (n+1) a_(n+1) = (x−1−c−n) a_n − a_(n−1)</c>, from <c>a_0 = 1</c>.
/// </remarks>
internal readonly ref struct TaylorSeries<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Added to sums of y, whose magnitude is less than half of it: so all that a sum goes through has one exponent.</summary>
    private const double Anchor = 6144; // 1.5 · 2^12

    private readonly Coefficients _b;

    /// <param name="slope">x − 1 − c in each lane.</param>
    /// <param name="ratio">Half a step over c in each lane.</param>
    /// <param name="half">Half a step.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TaylorSeries(TLanes slope, TLanes ratio, double half, int degree)
    {
        var (last, term) = (TLanes.Create(1), slope * ratio);
        var pull = ratio * TLanes.Create(-half);
        _b[0] = term;
        for (var n = 1; n < degree; n++)
        {
            var push = (slope - TLanes.Create((double)n)) * ratio;
            var next = TLanes.FusedMultiplyAdd(push, term, pull * last) * TLanes.Create(1.0 / (n + 1));
            _b[n] = next;
            (last, term) = (term, next);
        }
    }

    /// <summary>The sum of y over the points of each lane's sub-block, each y evaluated by itself.</summary>
    /// <param name="degree">The one that the series was made with: 2 to <see cref="SubBlocks.MaxDegree"/>.</param>
    /// <param name="length">Points: a multiple of 4, at most 16,384.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DoubleDoubleLanes<TLanes> Sum(int degree, int length) => degree switch
    {
        2 => Sum<Degree2>(_b, length),
        3 => Sum<Degree3>(_b, length),
        4 => Sum<Degree4>(_b, length),
        5 => Sum<Degree5>(_b, length),
        6 => Sum<Degree6>(_b, length),
        7 => Sum<Degree7>(_b, length),
        8 => Sum<Degree8>(_b, length),
        9 => Sum<Degree9>(_b, length),
        _ => Sum<Degree10>(_b, length),
    };

    /// <remarks>
    /// Four y are added as they are, the fours without an error: as sums never change their exponent, <c>sum − high</c> is exact, and what
    /// is left of y has so few bits that the low parts add up next to exactly.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static DoubleDoubleLanes<TLanes> Sum<TDegree>(in Coefficients b, int length)
        where TDegree : struct, IDegree
    {
        var (b1, b2, b3, b4, b5, b6, b7, b8, b9, b10) = (b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9]);
        var high = TLanes.Create(Anchor);
        var low = TLanes.Create(0);
        var w = TLanes.Create(1.0 - length);
        for (var point = 0; point < length; point += 4)
        {
            var y = Evaluate<TDegree>(w, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10)
                + Evaluate<TDegree>(w + TLanes.Create(2.0), b1, b2, b3, b4, b5, b6, b7, b8, b9, b10)
                + (Evaluate<TDegree>(w + TLanes.Create(4.0), b1, b2, b3, b4, b5, b6, b7, b8, b9, b10)
                + Evaluate<TDegree>(w + TLanes.Create(6.0), b1, b2, b3, b4, b5, b6, b7, b8, b9, b10));
            var sum = high + y;
            low += y - (sum - high);
            high = sum;
            w += TLanes.Create(8.0);
        }

        return DoubleDoubleLanes<TLanes>.Sum(high - TLanes.Create(Anchor), low);
    }

    /// <summary>Horner's scheme; what the degree leaves out is left out when this is compiled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Evaluate<TDegree>(
        TLanes w,
        TLanes b1,
        TLanes b2,
        TLanes b3,
        TLanes b4,
        TLanes b5,
        TLanes b6,
        TLanes b7,
        TLanes b8,
        TLanes b9,
        TLanes b10)
        where TDegree : struct, IDegree
    {
        var q = TDegree.Value >= 10 ? TLanes.FusedMultiplyAdd(b10, w, b9) : b9;
        q = TDegree.Value >= 9 ? TLanes.FusedMultiplyAdd(q, w, b8) : b8;
        q = TDegree.Value >= 8 ? TLanes.FusedMultiplyAdd(q, w, b7) : b7;
        q = TDegree.Value >= 7 ? TLanes.FusedMultiplyAdd(q, w, b6) : b6;
        q = TDegree.Value >= 6 ? TLanes.FusedMultiplyAdd(q, w, b5) : b5;
        q = TDegree.Value >= 5 ? TLanes.FusedMultiplyAdd(q, w, b4) : b4;
        q = TDegree.Value >= 4 ? TLanes.FusedMultiplyAdd(q, w, b3) : b3;
        q = TDegree.Value >= 3 ? TLanes.FusedMultiplyAdd(q, w, b2) : b2;
        return TLanes.FusedMultiplyAdd(q, w, b1) * w;
    }

    [InlineArray(SubBlocks.MaxDegree)]
    private struct Coefficients
    {
        private TLanes _first;
    }
}
