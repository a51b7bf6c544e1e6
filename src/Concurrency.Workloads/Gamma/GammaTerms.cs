using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// Sums the terms <c>f(t)/f(m) = exp((x−1) ln t − t − ln f(m))</c> of stretches of points. Eight sub-blocks at a time, one a lane: f at
/// their centres in double-double, every point from there by a short Taylor series. Where that would not pay, each point is a centre.
/// </summary>
internal sealed class GammaTerms(double x, Abscissas abscissas, DoubleDouble logMaximum)
{
    /// <summary>A stretch whose points are further apart, relatively, is cut in two: it has no sub-blocks that fit all of it.</summary>
    private const double WidestStretch = 2;

    private readonly DoubleDouble _power = DoubleDouble.Sum(x, -1);
    private readonly double _unit = Math.ScaleB(1, -abscissas.UnitExponent);

    /// <summary>A constant for the compiler; a static field would be checked for its initialisation each time.</summary>
    private static Vector512<double> Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
    }

    /// <summary>The sum of the terms of <paramref name="count"/> points; relative error under 0.3 · 2^-53.</summary>
    /// <param name="first">The index of the first point, which is not at 0.</param>
    /// <param name="stride">From the index of a point to that of the next.</param>
    public DoubleDouble Sum(long first, int stride, long count)
    {
        var total = default(DoubleDoubleLanes);
        Add(first, stride, count, ref total);
        return total.Total();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(long first, int stride, long count, ref DoubleDoubleLanes total)
    {
        while (count > 0)
        {
            var (low, high) = (abscissas[first].High, abscissas[first + (stride * (count - 1))].High);
            long done;
            if (high > WidestStretch * low && count > SubBlocks.AtOnce)
            {
                done = count / 2;
                Add(first, stride, done, ref total);
            }
            else
            {
                var cut = SubBlocks.Of(_power.High, low * _unit, high * _unit, abscissas.Spacing.High * stride / low, count);
                done = cut.Length == 1 ? AddPoints(first, stride, count, ref total) : AddSubBlocks(first, stride, count, cut, ref total);
            }

            first += stride * done;
            count -= done;
        }
    }

    /// <returns>How many points were added: all of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long AddPoints(long first, int stride, long count, ref DoubleDoubleLanes total)
    {
        for (var left = count; left > 0; left -= SubBlocks.AtOnce, first += stride * SubBlocks.AtOnce)
        {
            var lanes = Vector512.Min(Lanes, Vector512.Create((double)(left - 1)));
            var terms = At(Point(first, lanes * Vector512.Create((double)stride)));
            var within = Vector512.LessThan(Lanes, Vector512.Create((double)left));
            total += new DoubleDoubleLanes(
                Vector512.ConditionalSelect(within, terms.High, Vector512<double>.Zero),
                Vector512.ConditionalSelect(within, terms.Low, Vector512<double>.Zero));
        }

        return count;
    }

    /// <returns>How many points were added: as many as fill the sub-blocks of all lanes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long AddSubBlocks(long first, int stride, long count, SubBlocks cut, ref DoubleDoubleLanes total)
    {
        var half = abscissas.Spacing.High * stride / 2;
        var width = (long)cut.Length * stride;
        var groups = count / (cut.Length * SubBlocks.AtOnce);
        for (var group = 0; group < groups; group++)
        {
            var start = first + (group * width * SubBlocks.AtOnce) + ((cut.Length - 1) * stride / 2.0);
            var centre = Point(start, Lanes * Vector512.Create((double)width));
            var slope = DoubleDoubleLanes.Create(_power) - centre.Scale(Vector512.Create(_unit));
            var series = new TaylorSeries(slope.High, Vector512.Create(half) / centre.High, half * _unit, cut.Degree);
            var sum = DoubleDoubleLanes.FastSum(Vector512.Create((double)cut.Length), Vector512<double>.Zero) + series.Sum(cut.Degree, cut.Length);
            total += At(centre) * sum;
        }

        return groups * cut.Length * SubBlocks.AtOnce;
    }

    /// <summary>t at an index, which may lie between two points, and <paramref name="further"/> on, in the unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleDoubleLanes Point(double index, Vector512<double> further)
    {
        var place = Vector512.Create(index + abscissas.Offset) + further;
        return (DoubleDoubleLanes.Create(abscissas.Spacing) * place) + DoubleDoubleLanes.Create(abscissas.From);
    }

    /// <summary>The terms at eight abscissas, to 2^-63; those below e^-700 are e^-700.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleDoubleLanes At(in DoubleDoubleLanes t)
    {
        var log = LaneFunctions.Log(t, abscissas.UnitExponent) * DoubleDoubleLanes.Create(_power);
        return LaneFunctions.Exp(log - t.Scale(Vector512.Create(_unit)) - DoubleDoubleLanes.Create(logMaximum));
    }
}
