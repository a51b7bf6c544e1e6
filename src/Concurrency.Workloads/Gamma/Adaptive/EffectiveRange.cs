namespace Concurrency.Workloads.Gamma.Adaptive;

/// <summary>
/// What of a range matters, over <c>v = ln t</c>: g is concave in the logarithm, so its ends are found by bisection, and the tails beyond them, and the
/// whole, are bounded by exponentials.
/// </summary>
internal sealed class EffectiveRange
{
    /// <summary>From t = e^14, more than a million, there is nothing of a range that begins below <see cref="GammaIntegral.Vanished"/>.</summary>
    private const double FarEnd = 14;

    /// <summary>The integral is at least <c>1 − 1/e</c> of the unit, which is 0.632.</summary>
    private const double LeastIntegral = 0.63;

    private const int Halvings = 60;

    private readonly LogIntegrand _integrand;

    /// <param name="tolerance">What of the integral may be lost, relatively.</param>
    public EffectiveRange(LogIntegrand integrand, double from, double to, double tolerance)
    {
        _integrand = integrand;
        DoubleDouble? first = from > 0 ? DoubleDoubleFunctions.Log(new(from)) : null;
        var last = double.IsFinite(to) && DoubleDoubleFunctions.Log(new(to)) is { High: < FarEnd } log ? log : FarEnd;
        var mode = first is { } bound && bound.High > integrand.Mode.High ? bound : last.High < integrand.Mode.High ? last : integrand.Mode;

        // Where g is at least its maximum over e: there its logarithm is above the straight line, on both sides of the mode.
        var high = integrand.At(mode);
        bool IsBelow(DoubleDouble v) => (integrand.At(v) - high).High < -1;
        var left = mode - ((1 / integrand.X) + 1); // g has fallen enough there
        var bodyStart = Crossing(mode, first is { } known && known.High > left.High ? known : left, IsBelow);
        var bodyWidth = Crossing(mode, last, IsBelow) - bodyStart;
        LogMost = -DoubleDoubleFunctions.Log(new(bodyWidth)).High;
        Budget = new(high + DoubleDoubleFunctions.Log(new(bodyWidth)), LeastIntegral * tolerance);

        (Start, IsStartCut) = StartOf(first, mode, last);
        IsEndCut = IsTail(last, -1);
        End = IsEndCut ? Crossing(mode, last, v => IsTail(v, -1)) : last;
    }

    /// <summary>In units of the largest value of g times how wide its body is.</summary>
    public Budget Budget { get; }

    /// <summary>The logarithm of the largest value of g, in that unit.</summary>
    public double LogMost { get; }

    /// <summary>Where it begins; null if all from t = 0 on matters.</summary>
    public DoubleDouble? Start { get; }

    /// <summary>Whether a tail is left out below <see cref="Start"/>.</summary>
    public bool IsStartCut { get; }

    public DoubleDouble End { get; }

    /// <summary>Whether a tail is left out above <see cref="End"/>.</summary>
    public bool IsEndCut { get; }

    private (DoubleDouble? Start, bool IsCut) StartOf(DoubleDouble? first, DoubleDouble mode, DoubleDouble last)
    {
        var outside = first ?? DoubleDouble.Zero; // what reaches from t = 0 to above 1 is worth no cut
        if (outside.High >= last.High || !IsTail(outside, 1)) return (first, false);
        return (Crossing(mode, outside, v => IsTail(v, 1)), true);
    }

    /// <summary>
    /// Whether everything beyond v can be left out: the slope s of ln g is at least as steep there as at v, so the integral of the tail is below <c>g(v)/|s|</c>.
    /// </summary>
    /// <param name="sign">1 below the mode, −1 above it: the sign of the slope.</param>
    private bool IsTail(DoubleDouble v, int sign)
    {
        var slope = sign * _integrand.Slope(v);
        return slope > 0
            && (_integrand.At(v) - Budget.LogUnit).High - DoubleDoubleFunctions.Log(new(slope)).High < Budget.OfEnd;
    }

    /// <summary>Between two points the one, nearly, where a condition begins to hold; the outside if it does not even there.</summary>
    private static DoubleDouble Crossing(DoubleDouble inside, DoubleDouble outside, Predicate<DoubleDouble> holds)
    {
        if (!holds(outside)) return outside;
        for (var n = 0; n < Halvings; n++)
        {
            var middle = (inside + outside).Scale(-1);
            if (holds(middle)) outside = middle;
            else inside = middle;
        }

        return outside;
    }
}
