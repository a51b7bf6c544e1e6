using System.Runtime.Intrinsics;
using Concurrency.Core.Units;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// Sums the integrand of a job, in blocks of <see cref="PointsPerBlock"/> points and in units of its largest evaluated value <c>f(m)</c>:
/// so no term is above 1, however large or small the integrand is. Immutable; any number of threads may sum at once.
/// </summary>
public sealed class GammaKernel
{
    /// <summary>Points in a block, the unit of a gamma job; the last block has what is left. Part of the result's bits: it is fixed.</summary>
    public const int PointsPerBlock = 8192;

    /// <summary>
    /// Terms below <c>e^−700</c> of the largest, where doubles come near their end, are left out: 2 · 10^15 of them are less than 10^-287 of the sum.
    /// </summary>
    private const double NegligibleLog = -700;

    /// <summary>
    /// From this spacing on, m may be so far from the mode x − 1 that a point beyond the mode has nearly the same f: there (x−1) ln(t/m)
    /// and t − m are large and cancel. Terms that matter are then a few thousand at most, few enough for double-double.
    /// </summary>
    private const double CoarseSpacing = 0.25;

    private readonly Abscissas _abscissas;
    private readonly GammaJob _job;

    /// <summary>Null where points are so far apart that each term is computed in double-double.</summary>
    private readonly GammaTerms? _terms;
    private readonly long _first;
    private readonly long _end;
    private readonly DoubleDouble _logMaximum;

    public GammaKernel(GammaJob job)
    {
        _job = job;
        _abscissas = new(job);
        var peak = PeakIndex();
        _logMaximum = LogIntegrand(peak);
        if (double.IsFinite(_logMaximum.High))
        {
            _first = FirstWhere(0, peak, index => !IsNegligible(index));
            _end = FirstWhere(peak + 1, _abscissas.Count, IsNegligible);
        }

        var spacing = Math.ScaleB(_abscissas.Spacing.High, -_abscissas.UnitExponent);
        _terms = spacing < CoarseSpacing ? new(job.X, _abscissas, peak) : null;
    }

    public long Blocks => BlocksOf(_job);

    public static long BlocksOf(GammaJob job) => ((job.Points - 1) / PointsPerBlock) + 1;

    /// <summary>The sum over some blocks.</summary>
    /// <param name="blockDone">Told after each block how many are done.</param>
    /// <exception cref="OperationCanceledException">Within a block of when it was asked for.</exception>
    public GammaPartial Sum(UnitRange blocks, CancellationToken cancelled, Action<long>? blockDone = null)
    {
        var sum = default(ExactSum);
        for (var block = blocks.From; block < blocks.To; block++)
        {
            cancelled.ThrowIfCancellationRequested();
            sum += SumBlock(block);
            blockDone?.Invoke(block - blocks.From + 1);
        }

        return new(sum);
    }

    /// <summary>What the sum over all blocks stands for: the value of the quadrature rule.</summary>
    public ScaledNumber Value(GammaPartial total)
    {
        var weight = _job.Rule == QuadratureRule.Simpson ? _abscissas.Step / 6 : _abscissas.Step;
        return total.Sum.Quanta.IsZero
            ? default
            : total.Sum.ToScaledNumber() * new ScaledNumber(weight, -_abscissas.UnitExponent) * DoubleDoubleFunctions.Exp(_logMaximum);
    }

    private DoubleDouble SumBlock(long block)
    {
        var first = Math.Max(block * PointsPerBlock, _first);
        var end = Math.Min((block + 1) * PointsPerBlock, _end);
        if (first >= end) return DoubleDouble.Zero;

        if (_job.Rule is not (QuadratureRule.Trapezoid or QuadratureRule.Simpson)) return SumTerms(first, end);

        // The ends of the range have half of the weight that their lane has elsewhere.
        var last = _abscissas.Count - 1;
        var total = SumTerms(Math.Max(first, 1), Math.Min(end, last));
        if (first == 0) total += SumTerms(0, 1).Scale(-1);
        if (end == last + 1) total += SumTerms(last, last + 1).Scale(-1);
        return total;
    }

    /// <summary>The sum of the terms of points <c>first ≤ k &lt; end</c>, each with the weight that its lane has inside the range.</summary>
    private DoubleDouble SumTerms(long first, long end)
    {
        var weights = _job.Rule == QuadratureRule.Simpson ? Vector512.Create(2.0, 4, 2, 4, 2, 4, 2, 4) : Vector512<double>.One;
        if (_terms is { } terms) return terms.Sum(first, end).Total(weights);

        var total = DoubleDouble.Zero;
        for (var index = first; index < end; index++)
            total += DoubleDoubleFunctions.Exp(LogIntegrand(index) - _logMaximum).ToDoubleDouble() * weights[(int)(index & 7)];

        return total;
    }

    /// <summary>Where the integrand is largest: next to its mode x − 1, or as near to it as the points go.</summary>
    private long PeakIndex()
    {
        var below = _abscissas.IndexBelow(Math.ScaleB(_job.X - 1, _abscissas.UnitExponent));
        var above = Math.Min(below + 1, _abscissas.Count - 1);
        return LogIntegrand(below).High >= LogIntegrand(above).High ? below : above;
    }

    private bool IsNegligible(long index) => !((LogIntegrand(index) - _logMaximum).High >= NegligibleLog);

    /// <summary>ln f at a point; not finite where f is 0.</summary>
    private DoubleDouble LogIntegrand(long index)
    {
        var t = _abscissas.Point(index);
        if (_job.X == 1) return -t.ToDoubleDouble();
        return t.IsZero ? double.NegativeInfinity : (DoubleDoubleFunctions.Log(t) * DoubleDouble.Sum(_job.X, -1)) - t.ToDoubleDouble();
    }

    private static long FirstWhere(long from, long to, Predicate<long> holds)
    {
        while (from < to)
        {
            var middle = from + ((to - from) / 2);
            if (holds(middle)) to = middle;
            else from = middle + 1;
        }

        return from;
    }
}
