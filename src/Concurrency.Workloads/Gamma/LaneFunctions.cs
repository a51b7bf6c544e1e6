using System.Runtime.CompilerServices;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// Exponential and logarithm of some double-doubles at a time, from their series: leading terms in double-double, the rest in doubles where
/// they are small enough. Made of + − × ÷, fused multiply-add and integer operations alone, so the bits are the same on all hardware.
/// </summary>
internal static class LaneFunctions
{
    /// <summary>1.5 · 2^52: adding it to a number below 2^51 rounds the number to an integer, in the lowest bits of the sum.</summary>
    private const double Rounder = 6755399441055744;

    /// <summary>2^52: a sum with a smaller whole number has it in its lowest bits.</summary>
    private const double Shifter = 4503599627370496;
    private const long BitsOfShifter = (Bias + FractionBits) << FractionBits;

    private const double Ln2High = 0.6931471805599453;
    private const double Ln2Low = 2.3190468138462996e-17;
    private const int FractionBits = 52;
    private const long Bias = 1023;
    private const long BitsOfOne = Bias << FractionBits;
    private const long BitsOfHalfRoot = 0x3FE6A09E667F3BCD; // √½
    private const long Fraction = (1L << FractionBits) - 1;

    /// <summary>ln(x 2^−unitExponent) for normal x below 2^1023: to 2^-71, or 2^-103 of the result where that is more.</summary>
    /// <remarks>
    /// With <c>x = 2^k s</c>, s between √½ and √2, and <c>z = (s−1)/(s+1)</c>, <c>w = z²</c>: <c>ln s = 2z (1 + w (1/3 + w (1/5 + w (1/7 + …))))</c>. As w is under
    /// 0.0295, a rounding error from the coefficient 1/7 on is under 2^-72, and what follows the coefficient 1/29 under 2^-76.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static DoubleDoubleLanes<TLanes> Log<TLanes>(in DoubleDoubleLanes<TLanes> x, double unitExponent)
        where TLanes : struct, ILanes<TLanes>
    {
        var bits = TLanes.AddBits(x.High, BitsOfOne - BitsOfHalfRoot);
        var biased = TLanes.ShiftBitsRight(bits, FractionBits);
        var k = TLanes.OrBits(biased, BitsOfShifter) - TLanes.Create(Shifter + Bias + unitExponent);
        var high = TLanes.AddBits(TLanes.AndBits(bits, Fraction), BitsOfHalfRoot);
        var low = x.Low * TLanes.ShiftBitsLeft(TLanes.SubtractBits(2 * Bias, biased), FractionBits);

        // s − 1 and the rounding error of s + 1 are exact, for s is so near to 1.
        var above = new DoubleDoubleLanes<TLanes>(high - TLanes.Create(1), low);
        var below = high + TLanes.Create(1);
        var z = above / new DoubleDoubleLanes<TLanes>(below, high - (below - TLanes.Create(1)) + low);
        var w = z * z;

        var square = w.High * w.High;
        var even = TLanes.Create(1 / 27.0);
        even = TLanes.FusedMultiplyAdd(even, square, TLanes.Create(1 / 23.0));
        even = TLanes.FusedMultiplyAdd(even, square, TLanes.Create(1 / 19.0));
        even = TLanes.FusedMultiplyAdd(even, square, TLanes.Create(1 / 15.0));
        even = TLanes.FusedMultiplyAdd(even, square, TLanes.Create(1 / 11.0));
        even = TLanes.FusedMultiplyAdd(even, square, TLanes.Create(1 / 7.0));
        var odd = TLanes.Create(1 / 29.0);
        odd = TLanes.FusedMultiplyAdd(odd, square, TLanes.Create(1 / 25.0));
        odd = TLanes.FusedMultiplyAdd(odd, square, TLanes.Create(1 / 21.0));
        odd = TLanes.FusedMultiplyAdd(odd, square, TLanes.Create(1 / 17.0));
        odd = TLanes.FusedMultiplyAdd(odd, square, TLanes.Create(1 / 13.0));
        odd = TLanes.FusedMultiplyAdd(odd, square, TLanes.Create(1 / 9.0));
        var tail = TLanes.FusedMultiplyAdd(odd, w.High, even);

        var sum = Plus(0.2, -1.1102230246251566e-17, w * tail);
        sum = Plus(1 / 3.0, 1.850371707708594e-17, w * sum);
        sum = Plus(1, 0, w * sum);
        var exponent = DoubleDoubleLanes<TLanes>.Product(k, TLanes.Create(Ln2High));
        exponent = new(exponent.High, TLanes.FusedMultiplyAdd(k, TLanes.Create(Ln2Low), exponent.Low));
        return exponent + (z.Scale(TLanes.Create(2.0)) * sum);
    }

    /// <summary><c>e^x</c> for x up to 700; relative error under 2^-66 + 2^-103 |x|. Below −700 it is <c>e^−700</c>.</summary>
    /// <remarks>
    /// <c>e^x = 2^k e^r</c> with r at most ln(2)/2. A rounding error from the term <c>r^5/5!</c> on is under 2^-67, and what follows <c>r^16/16!</c>
    /// under 2^-73.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static DoubleDoubleLanes<TLanes> Exp<TLanes>(in DoubleDoubleLanes<TLanes> x)
        where TLanes : struct, ILanes<TLanes>
    {
        var lowest = TLanes.Create(-700.0);
        var high = TLanes.WhereLess(lowest, x.High, x.High, lowest);
        var rounded = TLanes.FusedMultiplyAdd(high, TLanes.Create(1.4426950408889634), TLanes.Create(Rounder));
        var k = rounded - TLanes.Create(Rounder);
        var multiple = DoubleDoubleLanes<TLanes>.Product(k, TLanes.Create(Ln2High));
        var low = TLanes.WhereLess(lowest, x.High, x.Low, TLanes.Create(0)) - multiple.Low;
        var r = DoubleDoubleLanes<TLanes>.FastSum(high - multiple.High, TLanes.FusedMultiplyAdd(k, TLanes.Create(-Ln2Low), low));

        var square = r.High * r.High;
        var even = TLanes.Create(1 / 1307674368000.0); // 15!
        even = TLanes.FusedMultiplyAdd(even, square, TLanes.Create(1 / 6227020800.0)); // 13!
        even = TLanes.FusedMultiplyAdd(even, square, TLanes.Create(1 / 39916800.0)); // 11!
        even = TLanes.FusedMultiplyAdd(even, square, TLanes.Create(1 / 362880.0)); // 9!
        even = TLanes.FusedMultiplyAdd(even, square, TLanes.Create(1 / 5040.0)); // 7!
        even = TLanes.FusedMultiplyAdd(even, square, TLanes.Create(1 / 120.0)); // 5!
        var odd = TLanes.Create(1 / 20922789888000.0); // 16!
        odd = TLanes.FusedMultiplyAdd(odd, square, TLanes.Create(1 / 87178291200.0)); // 14!
        odd = TLanes.FusedMultiplyAdd(odd, square, TLanes.Create(1 / 479001600.0)); // 12!
        odd = TLanes.FusedMultiplyAdd(odd, square, TLanes.Create(1 / 3628800.0)); // 10!
        odd = TLanes.FusedMultiplyAdd(odd, square, TLanes.Create(1 / 40320.0)); // 8!
        odd = TLanes.FusedMultiplyAdd(odd, square, TLanes.Create(1 / 720.0)); // 6!
        var tail = TLanes.FusedMultiplyAdd(odd, r.High, even);

        var sum = Plus(1 / 24.0, 2.3129646346357427e-18, r * tail);
        sum = Plus(1 / 6.0, 9.25185853854297e-18, r * sum);
        sum = Plus(0.5, 0, r * sum);
        sum = Plus(1, 0, r * sum);
        sum = Plus(1, 0, r * sum);
        return sum.Scale(TLanes.ShiftBitsLeft(TLanes.AddBits(rounded, Bias), FractionBits));
    }

    /// <summary>A constant of two parts, and what is smaller than it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDoubleLanes<TLanes> Plus<TLanes>(double high, double low, in DoubleDoubleLanes<TLanes> smaller)
        where TLanes : struct, ILanes<TLanes>
    {
        var sum = DoubleDoubleLanes<TLanes>.FastSum(TLanes.Create(high), smaller.High);
        return new(sum.High, sum.Low + (smaller.Low + TLanes.Create(low)));
    }
}
