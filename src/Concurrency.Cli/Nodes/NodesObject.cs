using System.Text.Json.Serialization;
using Concurrency.Actors.Gateway;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Cli.Nodes;

/// <summary>The JSON of all nodes. Times in seconds.</summary>
internal sealed record NodesObject(IReadOnlyList<SeedObject> Seeds, IReadOnlyList<WorkerObject> Workers);

/// <param name="SilentSeconds">Since it last answered this driver; null when it never has.</param>
internal sealed record SeedObject(string Address, bool Coordinator, double? SilentSeconds)
{
    public static SeedObject Of(SeedSummary seed) => new(seed.Address, seed.HasCoordinator, seed.SilentFor?.TotalSeconds);
}

/// <param name="Chunks">Those that it runs, and those that wait there.</param>
/// <param name="SilentSeconds">Since the coordinator last heard of it.</param>
internal sealed record WorkerObject(
    string Name, string Host, string Address, string Release, int CpuSlots, int IoSlots, int Chunks, bool Draining, double SilentSeconds)
{
    public static WorkerObject Of(WorkerSummary worker) => new(
        worker.Name, worker.Host, worker.Address, worker.Release, worker.CpuSlots, worker.IoSlots, worker.Leases, worker.IsDraining, worker.SilentFor.TotalSeconds);
}

/// <summary>The JSON of a worker that was told to drain.</summary>
internal sealed record DrainingObject(string Worker, bool Draining);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NodesObject))]
[JsonSerializable(typeof(DrainingObject))]
internal sealed partial class NodesJson : JsonSerializerContext;
