using System.Globalization;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;

namespace Concurrency.Core.Tests.Ledger;

/// <summary>
/// Every unit is counted exactly once or is a failed unit, the answer has the same bits, nothing is leased for ever and the events fold
/// into the same state, whatever is lost, doubled, delayed, failed, handed back, adopted or cancelled. For a longer run set
/// CONCURRENCY_CHAOS_SEEDS to how many interleavings to try.
/// </summary>
public class JobLedgerProperties
{
    private const int SeedsInABatch = 100;

    public static TheoryData<int> Batches()
    {
        var seeds = int.Parse(Environment.GetEnvironmentVariable("CONCURRENCY_CHAOS_SEEDS") ?? "2000", CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, Math.Max(1, seeds / SeedsInABatch))];
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Every_unit_counts_once_through_any_chaos(int batch)
    {
        for (var seed = batch * SeedsInABatch; seed < (batch + 1) * SeedsInABatch; seed++)
        {
            try
            {
                new Chaos(seed).Run();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }
        }
    }

    [Fact]
    public void Memory_follows_live_leases_and_fragments_not_units()
    {
        const long units = 1_000_000_000_000;
        var state = new JobState(new(units, new() { Grain = 1000 }, ChunkUnits: null, Rules.Usual), new Nothing());
        var ledger = new JobLedger(state, epoch: 1);
        var (worker, now, random) = (new WorkerId("w", 1), DateTimeOffset.UnixEpoch, new Random(7));
        var live = new List<Lease>();
        for (var i = 0; i < 20_000; i++)
        {
            while (live.Count < 16) live.Add(ledger.Grant(new(worker, "h", 8, Idle: true, Vacant: false), now)!);
            var lease = live[random.Next(live.Count)];
            live.Remove(lease);
            if (random.Next(10) == 0) ledger.Fail(lease.Id, "no");
            else ledger.Done(new(lease.Id, worker, lease.Range, new(Payload.Empty), TimeSpan.FromMicroseconds(lease.Range.Length)), now);
            now += TimeSpan.FromMilliseconds(1);
            Assert.InRange(state.Done.Ranges.Count + state.Pending.Fragments.Count, 1, 200);
        }
    }
}
