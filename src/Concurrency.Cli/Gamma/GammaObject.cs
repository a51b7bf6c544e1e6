using System.Text.Json.Serialization;
using Concurrency.Cli.Running;

namespace Concurrency.Cli.Gamma;

/// <summary>The JSON of a gamma job.</summary>
internal sealed record GammaObject : JobObject
{
    public required double X { get; init; }

    public required double From { get; init; }

    public required double To { get; init; }

    public required long Steps { get; init; }

    public required string Rule { get; init; }

    public required double? Value { get; init; }

    public required double? Reference { get; init; }

    public required double? Error { get; init; }

    public required double? PointsPerSecond { get; init; }
}

// Generated code, because finding out about types at run time would make every start slower.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GammaObject))]
internal sealed partial class GammaJson : JsonSerializerContext;
