namespace Concurrency.Workloads.Gamma;

/// <summary>What a gamma job answers.</summary>
/// <param name="Value">The weighted sum times the step, or the integral to a tolerance; null if it is too large for a double, as <see cref="Remark"/> then says.</param>
/// <param name="Reference">The integral over <c>[from, to]</c>, found without the sum; null if it is too large for a double, as <see cref="Remark"/> then
/// says unless it speaks of the value. See <see cref="GammaIntegral"/> for its error.</param>
/// <param name="Points">How many times the integrand was evaluated.</param>
public sealed record GammaResult(double? Value, double? Reference, long Points)
{
    /// <summary>Why there is no value, or no reference, in one sentence; null if there are both.</summary>
    public string? Remark { get; init; }

    /// <summary>More than the value is off the integral, as the rule itself knows; null if it does not.</summary>
    public double? ErrorBound { get; init; }

    /// <summary>By how much the value is above the integral; null unless there are both.</summary>
    public double? Error => Value - Reference;
}
