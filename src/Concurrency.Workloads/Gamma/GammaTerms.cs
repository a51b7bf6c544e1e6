using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// The terms <c>f(t)/f(m) = exp((x−1) ln(t/m) − (t−m))</c>, eight at a time; m is the point where f is largest. The lane of a point is
/// its index modulo 8, whatever a run begins with.
/// </summary>
/// <remarks>
/// The exponent is a difference of large numbers, so each is made with a small relative error: near m from the distance to m,
/// <c>u = (k−k_m)·spacing</c>, with what 1 + u/m lost in rounding put back; far from m, where its term is small, from t itself.
/// </remarks>
internal sealed class GammaTerms
{
    private static readonly Vector512<double> Lanes = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);

    private readonly double _power;
    private readonly double _from;
    private readonly double _offset;
    private readonly double _decay;
    private readonly DoubleDouble _spacing;
    private readonly DoubleDouble _relativeSpacing;
    private readonly double _inverseReference;
    private readonly double _logReference;
    private readonly long _peak;
    private readonly long _nearFirst;
    private readonly long _nearEnd;

    public GammaTerms(double x, Abscissas abscissas, long peak)
    {
        _power = x - 1;
        _from = abscissas.From;
        _offset = abscissas.Offset;
        _decay = Math.ScaleB(1, -abscissas.UnitExponent);
        _spacing = abscissas.Spacing;
        _peak = peak;
        _nearEnd = abscissas.Count;
        if (_power == 0) return; // e^-t alone: no logarithm, and m may be 0

        var m = abscissas[peak];
        _nearFirst = Math.Min(peak, abscissas.IndexAbove(m.High / 2));
        _nearEnd = Math.Max(peak, abscissas.IndexBelow(m.High * 2)) + 1;

        // t/m would overflow: take t/(2^e m) and add e ln 2 to its logarithm.
        var excess = Math.ILogB(abscissas.To) - Math.ILogB(m.High);
        if (excess < 500) excess = 0;
        if (excess == 0) _relativeSpacing = _spacing / m; // else no other point is near m
        _inverseReference = 1 / Math.ScaleB(m.High, excess);
        _logReference = excess * DoubleDoubleFunctions.Ln2.High;
    }

    /// <summary>The sum of the terms of points <c>first ≤ k &lt; end</c>.</summary>
    public LaneSum Sum(long first, long end)
    {
        var sum = default(LaneSum);
        AddFar(first, Math.Min(end, _nearFirst), ref sum);
        AddNear(Math.Max(first, _nearFirst), Math.Min(end, _nearEnd), ref sum);
        AddFar(Math.Max(first, _nearEnd), end, ref sum);
        return sum;
    }

    /// <summary>Points between m/2 and 2m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddNear(long first, long end, ref LaneSum sum)
    {
        var lanes = sum;
        for (var index = first & ~7; index < end; index += 8)
        {
            var distance = Vector512.Create((double)(index - _peak)) + Lanes;
            var u = Vector512.FusedMultiplyAdd(distance, Vector512.Create(_spacing.High), distance * _spacing.Low);
            var ratio = Vector512.FusedMultiplyAdd(distance, Vector512.Create(_relativeSpacing.High), distance * _relativeSpacing.Low);
            var onePlus = Vector512<double>.One + ratio;
            var lost = ratio - (onePlus - Vector512<double>.One);
            var log = Vector512.Log(onePlus) + (lost / onePlus);
            var terms = Vector512.Exp(Vector512.FusedMultiplyAdd(Vector512.Create(_power), log, u * -_decay));
            if (index < first || index + 8 > end) terms = Within(terms, index, first, end);
            lanes.Add(terms);
        }

        sum = lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddFar(long first, long end, ref LaneSum sum)
    {
        var lanes = sum;
        for (var index = first & ~7; index < end; index += 8)
        {
            var distance = Vector512.Create((double)(index - _peak)) + Lanes;
            var u = Vector512.FusedMultiplyAdd(distance, Vector512.Create(_spacing.High), distance * _spacing.Low);
            var place = Vector512.Create(index + _offset) + Lanes;
            var t = Vector512.FusedMultiplyAdd(place, Vector512.Create(_spacing.High), Vector512.Create(_from)) + (place * _spacing.Low);
            var log = Vector512.Log(t * _inverseReference) + Vector512.Create(_logReference);
            var terms = Vector512.Exp(Vector512.FusedMultiplyAdd(Vector512.Create(_power), log, u * -_decay));
            if (index < first || index + 8 > end) terms = Within(terms, index, first, end);
            lanes.Add(terms);
        }

        sum = lanes;
    }

    /// <summary>0 for the lanes of points outside of <c>[first, end)</c>.</summary>
    private static Vector512<double> Within(Vector512<double> terms, long index, long first, long end)
    {
        var place = Vector512.Create((double)index) + Lanes;
        var inside = Vector512.GreaterThanOrEqual(place, Vector512.Create((double)first)) & Vector512.LessThan(place, Vector512.Create((double)end));
        return Vector512.ConditionalSelect(inside, terms, Vector512<double>.Zero);
    }
}
