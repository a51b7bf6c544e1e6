using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// Exponential and logarithm, eight at a time. Made of + − × ÷, fused multiply-add and integer operations alone: the framework's own
/// have other bits on other hardware, and are calls that a hot loop cannot overlap. Polynomials: make_polynomials.py, beside the tests.
/// </summary>
internal static class VectorFunctions
{
    /// <summary>1.5 · 2^52: adding it to a number below 2^51 rounds the number to an integer, in the lowest bits of the sum.</summary>
    private const double Rounder = 6755399441055744;

    private const double Ln2High = 0.6931471805599453;
    private const double Ln2Low = 2.3190468138462996e-17;
    private const long BitsOfOne = 0x3FF0000000000000;
    private const long BitsOfHalfRoot = 0x3FE6A09E667F3BCD; // √½
    private const long Fraction = 0x000FFFFFFFFFFFFF;

    /// <summary><c>e^x</c> for x between −708 and 709; relative error under 1.6 · 2^-53.</summary>
    /// <remarks><c>e^x = 2^k e^r</c> with r at most ln(2)/2, <c>e^r = 1 + r + r² Q(r)</c>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        var rounded = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.4426950408889634), Vector512.Create(Rounder));
        var k = rounded - Vector512.Create(Rounder);
        var r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-Ln2High), x);
        r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-Ln2Low), r);

        var square = r * r;
        var odd = Vector512.Create(2.5100375832561234e-08);
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(2.7557268480310024e-06));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.00019841269863040545));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.008333333333330065));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.16666666666666669));
        var even = Vector512.Create(2.7620075879983367e-07);
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(2.4801521322368692e-05));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.0013888888917196719));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.041666666666624164));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.5000000000000001));
        var q = Vector512.FusedMultiplyAdd(odd, r, even);
        var power = Vector512.FusedMultiplyAdd(square, q, r) + Vector512<double>.One;
        return (power.AsInt64() + Vector512.ShiftLeft(rounded.AsInt64(), 52)).AsDouble();
    }

    /// <summary><c>ln(2^exponent x)</c> for normal x; relative error under 3 · 2^-53 unless the exponent makes it cancel.</summary>
    /// <remarks>With <c>x = 2^k s</c>, s between √½ and √2, and <c>z = (s−1)/(s+1)</c>: <c>ln x = k ln 2 + 2z + z³ P(z²)</c>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x, int exponent)
    {
        const double shifter = 4503599627370496; // 2^52: its lowest bits hold the biased exponent
        var bits = x.AsInt64() + Vector512.Create(BitsOfOne - BitsOfHalfRoot);
        var k = (Vector512.ShiftRightLogical(bits, 52) | Vector512.Create(shifter).AsInt64()).AsDouble() - Vector512.Create(shifter + 1023 - exponent);
        var s = ((bits & Vector512.Create(Fraction)) + Vector512.Create(BitsOfHalfRoot)).AsDouble();
        var z = (s - Vector512<double>.One) / (s + Vector512<double>.One);
        var w = z * z;
        var low = Vector512.FusedMultiplyAdd(z * w, LogTail(w), k * Ln2Low);
        return Vector512.FusedMultiplyAdd(k, Vector512.Create(Ln2High), z + z + low);
    }

    /// <summary><c>ln(1+r) − r</c> for 1 + r between √½ and √2; relative error under 2^-51, for small r too.</summary>
    /// <remarks>With <c>z = r/(2+r)</c>, <c>r − 2z = z r</c>: so it is <c>z (z² P(z²) − r)</c>, and nothing cancels.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LogOnePlusMinus(Vector512<double> r)
    {
        var z = r / (r + Vector512.Create(2.0));
        var w = z * z;
        return z * Vector512.FusedMultiplyAdd(w, LogTail(w), -r);
    }

    /// <summary>P in <c>ln((1+z)/(1−z)) = 2z + z³ P(z²)</c>, for z² up to 0.0295.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LogTail(Vector512<double> w)
    {
        var square = w * w;
        var even = Vector512.Create(0.14616449685043406);
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.18182889125261723));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.28571428625975487));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.666666666666667));
        var odd = Vector512.Create(0.15331721600556042);
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.2222221113479508));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(0.39999999999899505));
        return Vector512.FusedMultiplyAdd(odd, w, even);
    }
}
