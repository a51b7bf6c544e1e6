namespace Concurrency.Workloads.Gamma;

/// <summary>What a gamma job answers.</summary>
/// <param name="Value">The weighted sum times the step, or the integral to a tolerance; null if it is too large for a double, as <see cref="Remark"/> then says.</param>
/// <param name="Reference">The integral over <c>[from, to]</c>, found without the sum; null if it is too large for a double, as <see cref="Remark"/> then
/// says unless it speaks of the value. See <see cref="GammaIntegral"/> for its error.</param>
/// <param name="Points">How many times the integrand was evaluated: not where all points together cannot change the sum.</param>
public sealed record GammaResult(double? Value, double? Reference, long Points)
{
    /// <summary>Why there is no value, or no reference, in one sentence; null if there are both.</summary>
    public string? Remark { get; init; }

    /// <summary>More than the value is off the integral, as the rule itself knows; null if it does not.</summary>
    public double? ErrorBound { get; init; }

    /// <summary>By how much the value is above the integral, from rounding and from discretisation together; null unless there are both.</summary>
    public double? Error => Value - Reference;

    /// <summary>The value is no further than this from the rule at the real points: a unit in its last place. Null if the rule has no steps.</summary>
    public double? RoundingBound { get; init; }

    /// <summary>By how much the rule at the real points is above the integral, by the Euler–Maclaurin formula; null if that or the reference is too large for a double, or
    /// the rule has no steps.</summary>
    public double? Discretisation { get; init; }

    /// <summary><see cref="Discretisation"/> is no further than this from what it stands for; null if there is none.</summary>
    public double? DiscretisationBound => Discretisation is null ? null : Reference * DiscretisationError.Accuracy;

    /// <summary>The integral from 0 to where the range begins; null if it is too large for a double.</summary>
    public double? TailBelow { get; init; }

    /// <summary>The integral from where the range ends to infinity.</summary>
    public double? TailAbove { get; init; }
}
