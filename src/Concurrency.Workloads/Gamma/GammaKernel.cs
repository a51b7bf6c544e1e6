using Concurrency.Core.Units;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// Sums the integrand of a job, in blocks of <see cref="PointsPerBlock"/> points and in units of its largest evaluated value <c>f(m)</c>:
/// so no term is above 1, however large or small the integrand is. Immutable; any number of threads may sum at once.
/// </summary>
public sealed class GammaKernel
{
    /// <summary>Points in a block, the unit of a gamma job; the last block has what is left. Part of the result's bits: it is fixed.</summary>
    public const int PointsPerBlock = 65_536;

    /// <summary>
    /// A block without a term above <c>e^−146</c> of the largest has a sum below the quantum of <see cref="ExactSum"/>, even with all of its weights 4. So it
    /// adds 0 if it is summed, and is skipped.
    /// </summary>
    private const double NegligibleLog = -146;

    private readonly Abscissas _abscissas;
    private readonly GammaJob _job;

    private readonly Integrand _integrand;
    private readonly GammaTerms _terms;

    /// <summary>The blocks that are not skipped.</summary>
    private readonly long _evaluatedFrom;
    private readonly long _evaluatedEnd;
    private readonly DoubleDouble _logMaximum;

    public GammaKernel(GammaJob job)
    {
        _job = job;
        _abscissas = new(job);
        _integrand = new(job.X);
        var peak = PeakIndex();
        _logMaximum = LogIntegrand(peak);
        _terms = GammaTerms.Of(job.X, _abscissas, _logMaximum);
        if (!double.IsFinite(_logMaximum.High)) return;

        var first = FirstWhere(0, peak, index => !IsNegligible(index));
        var end = FirstWhere(peak + 1, _abscissas.Count, IsNegligible);
        _evaluatedFrom = first / PointsPerBlock;
        _evaluatedEnd = ((end - 1) / PointsPerBlock) + 1;
    }

    public long Blocks => BlocksOf(_job);

    /// <summary>Points in the blocks that are not skipped.</summary>
    public long PointsEvaluated => Math.Min(_evaluatedEnd * PointsPerBlock, _abscissas.Count) - (_evaluatedFrom * PointsPerBlock);

    public static long BlocksOf(GammaJob job) => ((job.Points - 1) / PointsPerBlock) + 1;

    /// <summary>The sum over some blocks; however many are skipped, they take no time.</summary>
    /// <param name="blocksDone">Told after each block that is summed how many are done, and at the end that all are.</param>
    /// <exception cref="OperationCanceledException">Within a block of when it was asked for.</exception>
    public GammaPartial Sum(UnitRange blocks, CancellationToken cancelled, Action<long>? blocksDone = null)
    {
        var sum = default(ExactSum);
        var end = Math.Min(blocks.To, _evaluatedEnd);
        for (var block = Math.Max(blocks.From, _evaluatedFrom); block < end; block++)
        {
            cancelled.ThrowIfCancellationRequested();
            sum += SumBlock(block);
            blocksDone?.Invoke(block - blocks.From + 1);
        }

        blocksDone?.Invoke(blocks.Length);
        return new(sum);
    }

    /// <summary>What the sum over all blocks stands for: the value of the quadrature rule.</summary>
    public ScaledNumber Value(GammaPartial total) =>
        total.Sum.IsZero ? default : total.Sum.ToScaledNumber() * _abscissas.Weight * DoubleDoubleFunctions.Exp(_logMaximum);

    /// <summary>The blocks that are not skipped, if there are any.</summary>
    internal UnitRange BlocksEvaluated => new(_evaluatedFrom, _evaluatedEnd);

    /// <summary>The weighted sum of a block's terms, skipped or not.</summary>
    internal DoubleDouble SumBlock(long block)
    {
        var first = block * PointsPerBlock;
        var end = Math.Min(first + PointsPerBlock, _abscissas.Count);
        var total = DoubleDouble.Zero;
        if (first == 0) total += FirstTerm() * _job.Rule.EndWeight();
        first = Math.Max(first, 1);
        if (_job.Rule == QuadratureRule.Simpson)
        {
            var (odd, even) = (first | 1, (first + 1) & ~1L);
            total += _terms.Sum(odd, 2, (end - odd + 1) / 2).Scale(2);
            total += _terms.Sum(even, 2, (end - even + 1) / 2).Scale(1);
        }
        else
        {
            total += _terms.Sum(first, 1, end - first);
        }

        // The ends of a range have half of the weight that their like has inside.
        var last = _abscissas.Count - 1;
        if (end > last && _job.Rule.HasBothEnds()) total -= _terms.Sum(last, 1, 1) * _job.Rule.EndWeight();
        return total;
    }

    /// <summary>At the first point, which may be at 0, or so near to it that only <see cref="Abscissas.Point"/> knows where.</summary>
    private DoubleDouble FirstTerm()
    {
        var log = LogIntegrand(0);
        return double.IsFinite(log.High) ? DoubleDoubleFunctions.Exp(log - _logMaximum).ToDoubleDouble() : DoubleDouble.Zero;
    }

    /// <summary>Where the integrand is largest: next to its mode x − 1, or as near to it as the points go.</summary>
    private long PeakIndex()
    {
        var below = _abscissas.IndexBelow(Math.ScaleB(_job.X - 1, _abscissas.UnitExponent));
        var above = Math.Min(below + 1, _abscissas.Count - 1);
        return LogIntegrand(below).High >= LogIntegrand(above).High ? below : above;
    }

    private bool IsNegligible(long index) => !((LogIntegrand(index) - _logMaximum).High >= NegligibleLog);

    private DoubleDouble LogIntegrand(long index) => _integrand.LogAt(_abscissas.Point(index));

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
