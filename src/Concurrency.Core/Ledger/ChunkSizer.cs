using Concurrency.Core.Jobs;

namespace Concurrency.Core.Ledger;

/// <summary>
/// How many units a chunk should have: a quarter of what is left for each slot, but enough that leasing costs little, and little
/// enough that a crash does. Guided self-scheduling (Polychronopoulos and Kuck, 1987), with time in the place of iterations.
/// </summary>
public static class ChunkSizer
{
    private const int RoundsLeft = 4;

    /// <param name="terms">A fixed chunk size there wins over everything here.</param>
    /// <param name="remaining">Units that are pending.</param>
    /// <param name="slots">Chunks that run at once, and so share them.</param>
    /// <param name="known">Units a second of one chunk on this worker, when that is known.</param>
    /// <param name="guess">Units a second of one chunk on anybody, when anything is known.</param>
    public static long Units(JobTerms terms, long remaining, int slots, double? known, double? guess)
    {
        var (traits, rules) = (terms.Traits, terms.Rules);
        if (terms.ChunkUnits is { } units) return Math.Max(1, Math.Min(units, traits.MaxChunk));

        var grain = Math.Min(traits.Grain, traits.MaxChunk);
        if ((known ?? guess) is not { } speed) return grain;

        var longest = known is null ? rules.LongestChunkForStranger : rules.LongestChunk;
        var share = remaining / speed / (RoundsLeft * Math.Max(1, slots));
        var seconds = Math.Clamp(share, rules.ShortestChunk.TotalSeconds, longest.TotalSeconds);
        return Math.Clamp((long)Math.Min(seconds * speed, traits.MaxChunk), grain, traits.MaxChunk);
    }
}
