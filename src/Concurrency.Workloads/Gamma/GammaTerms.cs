using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// The terms <c>f(t)/f(m) = exp((x−1) ln(t/m) − (t−m))</c>, eight at a time; m is the point where f is largest. The lane of a point is
/// its index modulo 8, whatever a sum begins with.
/// </summary>
/// <remarks>
/// The exponent is a difference of large numbers, so each form of it keeps what is small small. Near m, with <c>r = (t−m)/m</c> from the
/// distance of the indices, it is <c>(x−1) (ln(1+r) − r) + (x−1−m) r</c>. Far from m t/m itself will do, as long as the points are
/// so close that m is next to the mode, or there is no mode among them: then <c>(x−1) ln(t/m)</c> is large only where the term is small.
/// </remarks>
internal sealed class GammaTerms
{
    private readonly long _peak;
    private readonly long _nearFirst;
    private readonly long _nearEnd;

    /// <summary>x − 1.</summary>
    private readonly double _power;

    /// <summary>−spacing, in the unit of t.</summary>
    private readonly DoubleDouble _decay;

    /// <summary>spacing/m, from/m and the index offset give t/m, but for a power of two where that would overflow.</summary>
    private readonly DoubleDouble _ratioSpacing;
    private readonly double _ratioFrom;
    private readonly double _offset;
    private readonly int _ratioExponent;

    /// <summary>x − 1 − m: how fast the exponent falls with r.</summary>
    private readonly double _slope;

    public GammaTerms(double x, Abscissas abscissas, long peak)
    {
        _peak = peak;
        _power = x - 1;
        _offset = abscissas.Offset;
        _decay = -abscissas.Spacing.Scale(-abscissas.UnitExponent);
        if (_power == 0)
        {
            // e^-t alone: no logarithm, and m may be 0. So r is in units of the spacing.
            (_nearFirst, _nearEnd) = (0, abscissas.Count);
            (_ratioSpacing, _slope) = (abscissas.Spacing, -Math.ScaleB(1, -abscissas.UnitExponent));
            return;
        }

        var m = abscissas[peak];
        _nearFirst = Math.Min(peak, abscissas.IndexAbove(m.High * 0.7072));
        _nearEnd = Math.Max(peak, abscissas.IndexBelow(m.High * 1.4142)) + 1;
        _slope = (DoubleDouble.Sum(x, -1) - m.Scale(-abscissas.UnitExponent)).High;

        var range = Math.ILogB(abscissas.To) - Math.ILogB(m.High);
        _ratioExponent = range < 500 ? 0 : range;
        _ratioSpacing = abscissas.Spacing / m.Scale(_ratioExponent);
        _ratioFrom = abscissas.From / Math.ScaleB(m.High, _ratioExponent);
    }

    /// <summary>A constant for the compiler; a static field would be checked for its initialisation, and the sums spilt, in each turn.</summary>
    private static Vector512<double> Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
    }

    /// <summary>The sum of the terms of points <c>first ≤ k &lt; end</c>, none of which may be under e^−708.</summary>
    public LaneSum Sum(long first, long end)
    {
        var sum = default(LaneSum);
        AddFar(first, Math.Min(end, _nearFirst), ref sum);
        AddNear(Math.Max(first, _nearFirst), Math.Min(end, _nearEnd), ref sum);
        AddFar(Math.Max(first, _nearEnd), end, ref sum);
        return sum;
    }

    /// <summary>Points between √½ m and √2 m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddNear(long first, long end, ref LaneSum sum)
    {
        if (first >= end) return;
        var lanes = sum;
        for (var index = first & ~7; index < end; index += 8)
        {
            var distance = Vector512.Create((double)(index - _peak)) + Lanes;
            var r = Multiply(distance, _ratioSpacing);
            var curve = Vector512.Create(_power) * VectorFunctions.LogOnePlusMinus(r);
            var terms = VectorFunctions.Exp(Vector512.FusedMultiplyAdd(Vector512.Create(_slope), r, curve));
            if (index < first || index + 8 > end) terms = Within(terms, index, first, end);
            lanes.Add(terms);
        }

        sum = lanes;
    }

    /// <summary>Points below √½ m or above √2 m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddFar(long first, long end, ref LaneSum sum)
    {
        if (first >= end) return;
        var lanes = sum;
        for (var index = first & ~7; index < end; index += 8)
        {
            var fall = Multiply(Vector512.Create((double)(index - _peak)) + Lanes, _decay);
            var place = Vector512.Create(index + _offset) + Lanes;
            var start = Vector512.FusedMultiplyAdd(place, Vector512.Create(_ratioSpacing.Low), Vector512.Create(_ratioFrom));
            var ratio = Vector512.FusedMultiplyAdd(place, Vector512.Create(_ratioSpacing.High), start);
            var log = VectorFunctions.Log(ratio, _ratioExponent);
            var terms = VectorFunctions.Exp(Vector512.FusedMultiplyAdd(Vector512.Create(_power), log, fall));
            if (index < first || index + 8 > end) terms = Within(terms, index, first, end);
            lanes.Add(terms);
        }

        sum = lanes;
    }

    /// <summary>Relative error about 2^-53: the low part of the factor counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Multiply(Vector512<double> left, DoubleDouble right) =>
        Vector512.FusedMultiplyAdd(left, Vector512.Create(right.High), left * right.Low);

    /// <summary>0 for the lanes of points outside of <c>[first, end)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Within(Vector512<double> terms, long index, long first, long end)
    {
        var place = Vector512.Create((double)index) + Lanes;
        var inside = Vector512.GreaterThanOrEqual(place, Vector512.Create((double)first)) & Vector512.LessThan(place, Vector512.Create((double)end));
        return Vector512.ConditionalSelect(inside, terms, Vector512<double>.Zero);
    }
}
