using Concurrency.Core.Units;

namespace Concurrency.Workloads.Gamma.Adaptive;

/// <summary>
/// The integral of a job with <see cref="QuadratureRule.Adaptive"/> by double exponential quadrature: one or two trapezoidal sums after a change of
/// variable, with steps and ends that x, the range and the tolerance determine beforehand. Immutable; any number of threads may sum at once.
/// </summary>
public sealed class AdaptiveQuadrature
{
    /// <summary>Terms in a block, the unit of an adaptive job; the last block has what is left.</summary>
    public const int PointsPerBlock = 16;

    /// <summary>Rounding to a double takes half of the last place, and the sum in double-double far less than what is beyond the plus.</summary>
    private const double Rounding = (1.0 / (1L << 53)) + 1e-23;

    /// <summary>Two pieces where the range begins further below t = 1 than this, in ln t: f behaves like a power there, and above like an exponential.</summary>
    private const double LongHead = 1;

    /// <summary>Below it doubles are 2^-1074 apart.</summary>
    internal const double SmallestNormal = 2.2250738585072014E-308;

    /// <summary>What the value and this bound itself lose, when doubles are so far apart.</summary>
    private const double Coarseness = 2 * double.Epsilon;

    private readonly IReadOnlyList<Piece> _pieces;

    /// <summary>Null where the integral is less than the smallest double.</summary>
    private readonly Budget? _budget;

    public AdaptiveQuadrature(GammaJob job)
    {
        if (job.Tolerance is not { } tolerance) throw new ArgumentException($"The rule is {job.Rule.Name()}.", nameof(job));
        (_pieces, _budget) = job.From < GammaIntegral.Vanished ? PiecesOf(job, tolerance - Rounding) : ([], null);
        Points = _pieces.Sum(piece => piece.Count);
    }

    /// <summary>How many terms there are, each with one value of the integrand.</summary>
    public long Points { get; }

    /// <summary>At least 1, though it may be empty.</summary>
    public long Blocks => Math.Max(1, (Points + PointsPerBlock - 1) / PointsPerBlock);

    /// <summary>The sum over some blocks.</summary>
    /// <param name="blockDone">Told after each block how many are done.</param>
    /// <exception cref="OperationCanceledException">Within a block of when it was asked for.</exception>
    public GammaPartial Sum(UnitRange blocks, CancellationToken cancelled, Action<long>? blockDone = null)
    {
        var sum = default(ExactSum);
        for (var block = blocks.From; block < blocks.To; block++)
        {
            cancelled.ThrowIfCancellationRequested();
            for (var point = block * PointsPerBlock; point < Math.Min((block + 1) * PointsPerBlock, Points); point++) sum += Term(point);
            blockDone?.Invoke(block - blocks.From + 1);
        }

        return new(sum);
    }

    /// <summary>What the sum over all blocks stands for.</summary>
    public ScaledNumber Value(GammaPartial total) =>
        _budget is null ? default : total.Sum.ToScaledNumber() * DoubleDoubleFunctions.Exp(_budget.LogUnit);

    /// <summary>By how much a value may be off the integral, absolutely: below the tolerance unless the value is so small that doubles are too far apart.</summary>
    /// <param name="value">As a double.</param>
    public double ErrorBound(double value)
    {
        var lost = _budget is null ? 0 : (DoubleDoubleFunctions.Exp(_budget.LogUnit) * new ScaledNumber(_budget.Total)).ToDouble();
        return lost + (value * Rounding) + (value < SmallestNormal ? Coarseness : 0);
    }

    private DoubleDouble Term(long point)
    {
        foreach (var piece in _pieces)
        {
            if (point < piece.Count) return piece.Term(point);
            point -= piece.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(point));
    }

    private static (IReadOnlyList<Piece> Pieces, Budget Budget) PiecesOf(GammaJob job, double tolerance)
    {
        var integrand = new LogIntegrand(job.X);
        var range = new EffectiveRange(integrand, job.From, job.To, tolerance);
        var pieces = new List<Piece>();

        if (range.Start is not { } start)
        {
            pieces.Add(new PieceFromZero(job.X, Math.Min(job.To, 1), range.Budget));
            if (range.End.High > 0) pieces.Add(Between(DoubleDouble.Zero, range.End));
        }
        else if (start.High < -LongHead && range.End.High > 0)
        {
            pieces.Add(Between(start, -start));
            pieces.Add(Between(DoubleDouble.Zero, range.End));
        }
        else
        {
            // The difference of the logarithms of two neighbouring doubles has few digits.
            var isWhole = !range.IsStartCut && !range.IsEndCut;
            pieces.Add(Between(start, isWhole ? -GammaIntegral.LogRatio(job.From, job.To) : range.End - start));
        }

        return (pieces, range.Budget);

        PieceBetween Between(DoubleDouble from, DoubleDouble width) => new(integrand, from, width, range.LogMost, range.Budget);
    }
}
