using Concurrency.Core.Contract;

namespace Concurrency.Core.Jobs;

/// <summary>The rules that one job runs by, fixed when it begins.</summary>
public sealed record JobTerms(long Units, WorkloadTraits Traits)
{
    /// <summary>Units in every chunk, or null to size chunks by how fast workers are.</summary>
    public long? ChunkUnits { get; init; }

    /// <summary>A unit that has failed this often by itself is a failed unit; at least 1.</summary>
    public int AttemptLimit { get; init; } = 3;

    /// <summary>A job with more failed units than this fails, so that the list of them stays small.</summary>
    public int FailedUnitLimit { get; init; } = 1000;

    /// <summary>A lease that nobody renews for this long is lost.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(15);
}
