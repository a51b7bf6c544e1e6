using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// Sums the terms <c>f(t)/f(m) = exp((x−1) ln t − t − ln f(m))</c> of stretches of points. Eight sub-blocks at a time, one a lane: f at
/// their centres in double-double, every point from there by a short Taylor series. Where that would not pay, each point is a centre.
/// </summary>
internal abstract class GammaTerms
{
    /// <summary>With as many lanes at once as the processor's vectors have that multiply and add at once: on x86 none of 128 bits do.</summary>
    public static GammaTerms Of(double x, Abscissas abscissas, DoubleDouble logMaximum)
    {
        if (Vector512.IsHardwareAccelerated) return new GammaTerms<EightLanes>(x, abscissas, logMaximum);
        if (Vector256.IsHardwareAccelerated) return new GammaTerms<FourLanes>(x, abscissas, logMaximum);
        return RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? new GammaTerms<TwoLanes>(x, abscissas, logMaximum)
            : new GammaTerms<OneLane>(x, abscissas, logMaximum);
    }

    /// <summary>The sum of the terms of <paramref name="count"/> points; relative error under 0.3 · 2^-53.</summary>
    /// <param name="first">The index of the first point, which is not at 0.</param>
    /// <param name="stride">From the index of a point to that of the next.</param>
    public abstract DoubleDouble Sum(long first, int stride, long count);
}

/// <summary>The same bits whatever the lanes.</summary>
internal sealed class GammaTerms<TLanes>(double x, Abscissas abscissas, DoubleDouble logMaximum) : GammaTerms
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>A stretch whose points are further apart, relatively, is cut in two: it has no sub-blocks that fit all of it.</summary>
    private const double WidestStretch = 2;

    private readonly DoubleDouble _power = DoubleDouble.Sum(x, -1);
    private readonly double _unit = Math.ScaleB(1, -abscissas.UnitExponent);

    private static ReadOnlySpan<double> Numbers => [0, 1, 2, 3, 4, 5, 6, 7];

    public override DoubleDouble Sum(long first, int stride, long count)
    {
        var totals = default(LaneTotals);
        Add(first, stride, count, ref totals);
        return totals.Total();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(long first, int stride, long count, ref LaneTotals totals)
    {
        while (count > 0)
        {
            var (low, high) = (abscissas[first].High, abscissas[first + (stride * (count - 1))].High);
            long done;
            if (high > WidestStretch * low && count > SubBlocks.AtOnce)
            {
                done = count / 2;
                Add(first, stride, done, ref totals);
            }
            else
            {
                var cut = SubBlocks.Of(_power.High, low * _unit, high * _unit, abscissas.Spacing.High * stride / low, count);
                done = cut.Length == 1 ? count : count - (count % (cut.Length * SubBlocks.AtOnce));
                for (var lane = 0; lane < SubBlocks.AtOnce; lane += TLanes.Count)
                {
                    if (cut.Length == 1) AddPoints(first, stride, done, lane, ref totals);
                    else AddSubBlocks(first, stride, done, cut, lane, ref totals);
                }
            }

            first += stride * done;
            count -= done;
        }
    }

    /// <summary>In every eight points those of some lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddPoints(long first, int stride, long count, int lane, ref LaneTotals totals)
    {
        var numbers = TLanes.Read(in Numbers[lane]);
        var total = totals.Read<TLanes>(lane);
        for (var left = count; left > lane; left -= SubBlocks.AtOnce, first += stride * SubBlocks.AtOnce)
        {
            // Where there are no points any more the last one stands in, and counts nothing.
            var (last, none) = (TLanes.Create(left - 1), TLanes.Create(0));
            var terms = At(Point(first, TLanes.WhereLess(last, numbers, last, numbers) * TLanes.Create(stride)));
            total += new DoubleDoubleLanes<TLanes>(
                TLanes.WhereLess(last, numbers, none, terms.High),
                TLanes.WhereLess(last, numbers, none, terms.Low));
        }

        totals.Write(lane, total);
    }

    /// <summary>In every eight sub-blocks those of some lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSubBlocks(long first, int stride, long count, SubBlocks cut, int lane, ref LaneTotals totals)
    {
        var numbers = TLanes.Read(in Numbers[lane]);
        var total = totals.Read<TLanes>(lane);
        var half = abscissas.Spacing.High * stride / 2;
        var width = (long)cut.Length * stride;
        var groups = count / (cut.Length * SubBlocks.AtOnce);
        for (var group = 0; group < groups; group++)
        {
            var start = first + (group * width * SubBlocks.AtOnce) + ((cut.Length - 1) * stride / 2.0);
            var centre = Point(start, numbers * TLanes.Create(width));
            var slope = DoubleDoubleLanes<TLanes>.Create(_power) - centre.Scale(TLanes.Create(_unit));
            var series = new TaylorSeries<TLanes>(slope.High, TLanes.Create(half) / centre.High, half * _unit, cut.Degree);
            var sum = DoubleDoubleLanes<TLanes>.FastSum(TLanes.Create(cut.Length), TLanes.Create(0)) + series.Sum(cut.Degree, cut.Length);
            total += At(centre) * sum;
        }

        totals.Write(lane, total);
    }

    /// <summary>t at an index, which may lie between two points, and <paramref name="further"/> on, in the unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleDoubleLanes<TLanes> Point(double index, TLanes further)
    {
        var place = TLanes.Create(index + abscissas.Offset) + further;
        return (DoubleDoubleLanes<TLanes>.Create(abscissas.Spacing) * place) + DoubleDoubleLanes<TLanes>.Create(abscissas.From);
    }

    /// <summary>The terms at some abscissas, to 2^-63; those below e^-700 are e^-700.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleDoubleLanes<TLanes> At(in DoubleDoubleLanes<TLanes> t)
    {
        var log = LaneFunctions.Log(t, abscissas.UnitExponent) * DoubleDoubleLanes<TLanes>.Create(_power);
        return LaneFunctions.Exp(log - t.Scale(TLanes.Create(_unit)) - DoubleDoubleLanes<TLanes>.Create(logMaximum));
    }
}
