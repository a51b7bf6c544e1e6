namespace Concurrency.Workloads.Gamma;

/// <summary>
/// By how much a quadrature rule at the real points is above the integral, found without the sum over them: from the first steps, where f
/// may be singular, as they are; from there on by the Euler–Maclaurin formula. In double-double.
/// </summary>
internal sealed class DiscretisationError
{
    /// <summary>2^-60: how far off it may be, of the integral.</summary>
    public const double Accuracy = 1.0 / (1L << 60);

    /// <summary>
    /// Where these end, t is so many steps or more: so the formula's terms fall fast, by <c>(h/2π)²</c> times the square of how fast f changes there, or f
    /// is so small that they do not count.
    /// </summary>
    private const int StepsSummed = 128;

    /// <summary>Terms below <c>2^−70</c> of the integral end the formula.</summary>
    private const int BitsBelowIntegral = 70;

    /// <summary>B_2k for k from 1 on.</summary>
    private static readonly (double Numerator, double Denominator)[] BernoulliNumbers =
    [
        (1, 6), (-1, 30), (1, 42), (-1, 30), (5, 66), (-691, 2730), (7, 6), (-3617, 510), (43867, 798), (-174611, 330),
        (854513, 138), (-236364091, 2730), (8553103, 6), (-23749461029, 870), (8615841276005, 14322),
    ];

    private readonly GammaJob _job;
    private readonly Integrand _integrand;
    private readonly Abscissas _abscissas;
    private readonly ScaledNumber _step;

    private DiscretisationError(GammaJob job)
    {
        _job = job;
        _integrand = new(job.X);
        _abscissas = new(job);
        _step = new(_abscissas.Step, -_abscissas.UnitExponent);
    }

    /// <summary>To <see cref="Accuracy"/> of the integral or better.</summary>
    /// <param name="integral">Over the range.</param>
    public static ScaledNumber Of(GammaJob job, ScaledNumber integral)
    {
        var error = new DiscretisationError(job);
        if (job.Steps <= StepsSummed) return error.Sum(job.Steps) - integral;

        var edge = error.Edge(StepsSummed);
        var near = error.Sum(StepsSummed) - error.IntegralTo(edge);
        return near + error.Corrections(new(job.To), integral) - error.Corrections(edge, integral);
    }

    /// <summary>Where so many steps end.</summary>
    private ScaledNumber Edge(long steps) => new((_abscissas.Step * steps) + _abscissas.From, -_abscissas.UnitExponent);

    /// <summary>The rule over the first steps.</summary>
    private ScaledNumber Sum(long steps)
    {
        var points = _job.Rule == QuadratureRule.Simpson ? 2 * steps : steps;
        var end = _job.Rule.EndWeight();
        var sum = _integrand.At(_abscissas.Point(0)) * new ScaledNumber(end);
        for (var index = 1L; index < points; index++)
            sum += _integrand.At(_abscissas.Point(index)) * new ScaledNumber(_job.Rule != QuadratureRule.Simpson ? 1 : index % 2 == 1 ? 4 : 2);

        if (_job.Rule.HasBothEnds()) sum += _integrand.At(_abscissas.Point(points)) * new ScaledNumber(end);
        return sum * _abscissas.Weight;
    }

    /// <summary>The integral from the start to t: to the nearest double, and from there to t itself, so near that e^-t is as in the middle.</summary>
    private ScaledNumber IntegralTo(ScaledNumber t)
    {
        var rounded = new ScaledNumber(t.ToDouble());
        var middle = (t + rounded) * new ScaledNumber(0.5);
        var whole = rounded.ToDouble() > _job.From ? GammaIntegral.ScaledOver(_job.X, _job.From, rounded.ToDouble()) : default;
        return whole + (GammaIntegral.OfPower(_job.X, rounded, t) * DoubleDoubleFunctions.Exp(-middle.ToDoubleDouble()));
    }

    /// <summary>
    /// What an end of a range at t contributes: <c>Σ c_k h^(2k) f^(2k−1)(t)</c>, where c_k is <c>B_2k/(2k)!</c> for the trapezoid rule and
    /// <c>−(1 − 2^(1−2k)) B_2k/(2k)!</c> for the midpoint rule; the other rules follow from these. The derivatives follow from <c>t f' = (x−1−t) f</c>, as in
    /// <see cref="TaylorSeries{TLanes}"/>.
    /// </summary>
    private ScaledNumber Corrections(ScaledNumber t, ScaledNumber integral)
    {
        var scale = _integrand.At(t) * _step;
        if (scale.IsZero) return scale;

        var (h, centre, ratio) = (_step.ToDoubleDouble(), t.ToDoubleDouble(), (_step / t).ToDoubleDouble());
        var slope = DoubleDouble.Sum(_job.X, -1) - centre;
        var sum = _job.Rule == QuadratureRule.Left ? (DoubleDouble)(-0.5) : DoubleDouble.Zero;
        var (last, term) = (DoubleDouble.One, slope * ratio); // h^n f^(n)(t) / (n! f(t)) for n = 0 and 1
        for (var k = 1; k <= BernoulliNumbers.Length; k++)
        {
            var (numerator, denominator) = BernoulliNumbers[k - 1];
            var coefficient = (DoubleDouble)numerator / (denominator * 2 * k);
            sum += term * coefficient * Share(k);
            var size = scale * new ScaledNumber(Math.Abs(coefficient.High) * (Math.Abs(last.High) + Math.Abs(term.High))); // the term may vanish by chance
            if (k > 1 && size.Exponent < integral.Exponent - BitsBelowIntegral) break;

            for (var n = (2 * k) - 1; n < (2 * k) + 1; n++)
                (last, term) = (term, (((slope - n) * ratio * term) - (h * ratio * last)) / (n + 1));
        }

        return scale * new ScaledNumber(sum);
    }

    /// <summary>c_k of the rule over that of the trapezoid rule. Simpson's rule is a third of the trapezoid and two thirds of the midpoint rule.</summary>
    private double Share(int k) => _job.Rule switch
    {
        QuadratureRule.Midpoint => Math.ScaleB(1, 1 - (2 * k)) - 1,
        QuadratureRule.Simpson => (Math.ScaleB(1, 2 - (2 * k)) - 1) / 3,
        _ => 1,
    };
}
