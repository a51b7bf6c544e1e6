using System.Text.Json.Serialization;
using Concurrency.Core.Contract;

namespace Concurrency.Workloads.Gamma;

/// <summary>How an integral becomes a sum; all rules but the last over equidistant points, where h is the width of a step.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QuadratureRule>))]
public enum QuadratureRule
{
    /// <summary>One point at the start of each step, weight h.</summary>
    Left,

    /// <summary>One point in the middle of each step, weight h.</summary>
    Midpoint,

    /// <summary>The ends of all steps, weight h; h/2 for the first and the last point.</summary>
    Trapezoid,

    /// <summary>The ends and the middle of each step: weights 1 4 2 4 … 2 4 1, times h/6.</summary>
    Simpson,

    /// <summary>The integral to a tolerance, by double exponential quadrature: see <see cref="Adaptive.AdaptiveQuadrature"/>.</summary>
    Adaptive,
}

/// <summary>The words that users know the rules by.</summary>
public static class QuadratureRules
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<QuadratureRule>().Select(Name)];

    /// <summary>Those that sum over equal steps.</summary>
    public static IReadOnlyList<QuadratureRule> Stepping { get; } = [.. Enum.GetValues<QuadratureRule>().Where(rule => rule != QuadratureRule.Adaptive)];

    public static string Name(this QuadratureRule rule) => rule switch
    {
        QuadratureRule.Left => "left",
        QuadratureRule.Midpoint => "midpoint",
        QuadratureRule.Trapezoid => "trapezoid",
        QuadratureRule.Simpson => "simpson",
        QuadratureRule.Adaptive => "adaptive",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, message: null),
    };

    /// <summary>Whether there is a point at either end of the range.</summary>
    internal static bool HasBothEnds(this QuadratureRule rule) => rule is QuadratureRule.Trapezoid or QuadratureRule.Simpson;

    /// <summary>Of the first point, and of the last if the rule has both ends; half of what its like has inside the range.</summary>
    internal static double EndWeight(this QuadratureRule rule) => rule == QuadratureRule.Trapezoid ? 0.5 : 1;

    /// <exception cref="BadJobException">No rule has this name.</exception>
    public static QuadratureRule Parse(string name)
    {
        foreach (var rule in Enum.GetValues<QuadratureRule>())
        {
            if (string.Equals(rule.Name(), name, StringComparison.OrdinalIgnoreCase)) return rule;
        }

        throw new BadJobException($"There is no rule '{name}'; there is {string.Join(", ", Names)}.");
    }
}
