using Concurrency.Core.Contract;

namespace Concurrency.Core.Jobs;

/// <summary>What one job runs by, fixed when it begins.</summary>
/// <param name="Units">The job is the index space <c>[0, Units)</c>.</param>
/// <param name="ChunkUnits">Units in every chunk, or null to size chunks by how fast workers are.</param>
public sealed record JobTerms(long Units, WorkloadTraits Traits, long? ChunkUnits, LedgerRules Rules);

/// <summary>How leases are sized, retried and given up. The defaults and the reasons stand in the reference configuration.</summary>
public sealed record LedgerRules
{
    /// <summary>A unit against which this many runs speak is a failed unit; at least 1.</summary>
    public required int AttemptLimit { get; init; }

    /// <summary>A job with more failed units than this fails, so that the list of them stays small.</summary>
    public required int FailedUnitLimit { get; init; }

    /// <summary>A lease that nobody renews for this long is lost.</summary>
    public required TimeSpan LeaseTime { get; init; }

    /// <summary>Work in the smallest chunk.</summary>
    public required TimeSpan ShortestChunk { get; init; }

    /// <summary>Work in the largest chunk.</summary>
    public required TimeSpan LongestChunk { get; init; }

    /// <summary>Work in the largest chunk for a worker whose speed is not known yet.</summary>
    public required TimeSpan LongestChunkForStranger { get; init; }

    /// <summary>A lease that takes longer than this many times what it should is a straggler.</summary>
    public required double StragglerFactor { get; init; }

    /// <summary>No lease is a straggler before.</summary>
    public required TimeSpan StragglerAfter { get; init; }

    /// <summary>A lease is a straggler after this when nobody knows how long a unit takes.</summary>
    public required TimeSpan StragglerAfterUnknown { get; init; }
}
