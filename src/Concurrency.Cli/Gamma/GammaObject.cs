using System.Text.Json.Serialization;
using Concurrency.Cli.Running;

namespace Concurrency.Cli.Gamma;

/// <summary>The JSON of a gamma job.</summary>
internal sealed record GammaObject : JobObject
{
    public required double X { get; init; }

    public required double From { get; init; }

    /// <summary>The word <c>Infinity</c> where the range has no end, because JSON has no such number.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public required double To { get; init; }

    /// <summary>Null if the rule has none.</summary>
    public required long? Steps { get; init; }

    public required string Rule { get; init; }

    public required double? Value { get; init; }

    public required double? Reference { get; init; }

    public required double? Error { get; init; }

    /// <summary>How often the integrand was evaluated; null if there is no result.</summary>
    public required long? Evaluations { get; init; }

    /// <summary>What was asked for; null if the rule has none.</summary>
    public required double? Tolerance { get; init; }

    /// <summary>Absolute; null if the rule has none.</summary>
    public required double? ErrorBound { get; init; }

    /// <summary>This and the next are null if the rule has no steps, or there is no result.</summary>
    public required double? RoundingBound { get; init; }

    public required double? Discretisation { get; init; }

    public required double? TailBelow { get; init; }

    public required double? TailAbove { get; init; }

    public required double? PointsPerSecond { get; init; }
}

// Generated code, because finding out about types at run time would make every start slower.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GammaObject))]
internal sealed partial class GammaJson : JsonSerializerContext;
