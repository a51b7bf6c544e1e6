using Concurrency.Core.Jobs;

namespace Concurrency.Core.Tests.Ledger;

internal static class Rules
{
    public static LedgerRules Usual { get; } = new()
    {
        AttemptLimit = 3,
        FailedUnitLimit = 1000,
        LeaseTime = TimeSpan.FromSeconds(15),
        ShortestChunk = TimeSpan.FromMilliseconds(2),
        LongestChunk = TimeSpan.FromSeconds(1),
        LongestChunkForStranger = TimeSpan.FromMilliseconds(50),
        StragglerFactor = 2,
        StragglerAfter = TimeSpan.FromMilliseconds(100),
        StragglerAfterUnknown = TimeSpan.FromSeconds(2),
    };
}
