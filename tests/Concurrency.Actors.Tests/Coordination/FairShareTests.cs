using Concurrency.Core.Contract;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>How jobs share the slots, in virtual time.</summary>
public class FairShareTests
{
    private readonly PaperCluster _cluster = new();

    [Theory]
    [InlineData(1, 1.0, 0.0005)]
    [InlineData(4, 1.0, 0.0005)]
    [InlineData(1, 0.1, 0.001)]
    [InlineData(2, 0.02, 0.001)]
    [InlineData(2, 0.002, 0.0005)]
    [InlineData(2, 0.002, 0.02)]
    [InlineData(16, 0.0001, 0.001)]
    public void A_job_of_one_chunk_begins_within_about_a_chunk_beside_a_huge_one(int slots, double chunk, double roundTrip)
    {
        _cluster.AddWorker("anna", slots, roundTrip: roundTrip);
        _cluster.Submit(chunk);
        _cluster.RunFor(20 * chunk + 20 * roundTrip);
        for (var i = 0; i < 20; i++)
        {
            var before = _cluster.Now;
            var one = _cluster.Submit(chunk, chunks: 1);
            _cluster.RunFor(3 * chunk + 10 * roundTrip);
            // What waits ready for the slots is worth twice the way here and back, and half of that way is its own.
            Assert.InRange(Assert.Single(one.Begun) - before, 0, 1.1 * chunk + 3.5 * roundTrip);
            _cluster.RunFor(0.37 * chunk);
        }
    }

    [Theory]
    [InlineData(1, 1.0, 0.001)]
    [InlineData(4, 0.06, 0.001)]
    [InlineData(4, 0.04, 0.001)]
    [InlineData(8, 0.002, 0.001)]
    [InlineData(8, 0.002, 0.01)]
    public void Slots_hardly_wait_for_the_next_chunk(int slots, double chunk, double roundTrip)
    {
        _cluster.AddWorker("anna", slots, roundTrip: roundTrip);
        var job = _cluster.Submit(chunk);
        _cluster.RunFor(10);
        var before = job.SlotSeconds;
        _cluster.RunFor(20);
        Assert.InRange((job.SlotSeconds - before) / (20 * slots), 0.97, 1.05);
    }

    [Fact]
    public void Many_short_chunks_share_an_io_slot_and_it_stays_full()
    {
        _cluster.AddWorker("anna", cpu: 0, io: 2);
        var job = _cluster.Submit(chunkSeconds: 0.2, kind: SlotKind.Io, chunksPerSlot: 64);
        _cluster.RunFor(20);
        Assert.InRange(job.SlotSeconds, 0.97 * 40, 40);
    }

    [Theory]
    [InlineData(0.1, 0.1, 40)]
    [InlineData(0.001, 0.1, 20)]
    [InlineData(0.1, 2.5, 200)]
    [InlineData(10, 0.05, 400)]
    public void Slot_seconds_are_shared_by_weight_however_long_chunks_are(double lightChunk, double heavyChunk, double seconds)
    {
        _cluster.AddWorker("anna", cpu: 4);
        _cluster.AddWorker("bert", cpu: 4, roundTrip: 0.01);
        var light = _cluster.Submit(lightChunk, weight: 10);
        var heavy = _cluster.Submit(heavyChunk, weight: 30);
        _cluster.RunFor(seconds);
        Assert.InRange(heavy.SlotSeconds / light.SlotSeconds, 2.7, 3.3);
        Assert.InRange(heavy.SlotSeconds + light.SlotSeconds, 0.95 * 8 * seconds, 8 * seconds);
    }

    [Fact]
    public void Long_chunks_of_a_job_that_nobody_knows_yet_do_not_pile_up()
    {
        _cluster.AddWorker("anna", cpu: 16);
        _cluster.Submit(chunkSeconds: 0.5);
        _cluster.RunFor(10);
        var slow = _cluster.Submit(chunkSeconds: 600);
        _cluster.RunFor(60);
        Assert.InRange(slow.Begun.Count, 7, 10);
    }

    [Fact]
    public void Who_was_away_starts_level_and_has_no_claim_on_the_time_it_was_not_there()
    {
        _cluster.AddWorker("anna", cpu: 2);
        var (always, sometimes) = (_cluster.Submit(chunkSeconds: 0.1), _cluster.Submit(chunkSeconds: 0.1, chunks: 10));
        _cluster.RunFor(100);
        Assert.Equal(10, sometimes.Begun.Count);
        var newcomer = _cluster.Submit(chunkSeconds: 0.1);
        sometimes.Left = long.MaxValue / 2;
        _cluster.TellOfWork(sometimes);
        var before = always.SlotSeconds;
        _cluster.RunFor(15);
        Assert.All([always.SlotSeconds - before, sometimes.SlotSeconds - 1, newcomer.SlotSeconds], had => Assert.InRange(had, 9.5, 10.5));
    }

    [Fact]
    public void A_newcomer_starts_level_with_a_job_of_which_too_much_was_expected()
    {
        _cluster.AddWorker("anna", cpu: 16);
        var huge = _cluster.Submit(chunkSeconds: 10);
        _cluster.RunFor(31);
        huge.ChunkSeconds = 0.05;
        _cluster.RunFor(10);
        var newcomer = _cluster.Submit(chunkSeconds: 0.05);
        _cluster.RunFor(0.1);
        Assert.NotEmpty(newcomer.Begun);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.02)]
    public void A_job_that_needs_a_whole_slot_gets_one_and_shares_run_on_beside_it(double shareChunk)
    {
        _cluster.AddWorker("anna", cpu: 0, io: 3);
        var shares = _cluster.Submit(shareChunk, kind: SlotKind.Io, chunksPerSlot: 64);
        _cluster.RunFor(5);
        var whole = _cluster.Submit(chunkSeconds: 0.5, kind: SlotKind.Io);
        var before = shares.SlotSeconds;
        _cluster.RunFor(20);
        Assert.InRange(whole.SlotSeconds, 20, 32);
        Assert.InRange(whole.SlotSeconds + shares.SlotSeconds - before, 0.75 * 60, 60);
    }

    [Fact]
    public void A_job_with_long_chunks_does_not_keep_those_of_another_from_being_held_ready()
    {
        _cluster.AddWorker("anna", cpu: 4, roundTrip: 0.01);
        var (slow, quick) = (_cluster.Submit(chunkSeconds: 2), _cluster.Submit(chunkSeconds: 0.002));
        _cluster.RunFor(60);
        Assert.InRange(slow.SlotSeconds + quick.SlotSeconds, 0.93 * 240, 240);
        Assert.InRange(quick.SlotSeconds / slow.SlotSeconds, 0.9, 1.1);
    }

    [Fact]
    public void For_a_chunk_that_needs_a_worker_to_itself_one_worker_makes_way_at_a_time()
    {
        for (var i = 0; i < 4; i++) _cluster.AddWorker($"worker-{i}", cpu: 4, io: 2);
        var other = _cluster.Submit(chunkSeconds: 0.5);
        _cluster.Submit(chunkSeconds: 0.3, kind: SlotKind.Io, chunksPerSlot: 64);
        _cluster.RunFor(20);
        var suspicious = _cluster.Submit(chunkSeconds: 0.5, chunks: 0);
        suspicious.LeftIsolated = 5;
        _cluster.TellOfWork(suspicious);
        var before = other.SlotSeconds;
        for (var i = 0; i < 200; i++)
        {
            _cluster.RunFor(0.1);
            Assert.InRange(_cluster.Roster.Members.Count(member => member.KeptFor == suspicious.Id), 0, 1);
        }

        Assert.Equal(5, suspicious.Isolated.Count);
        Assert.InRange(suspicious.Begun[0], 20, 21.1);
        // Half a second to make way and half a second to run, five times, on 4 of 16 slots; it pays for a whole worker.
        Assert.InRange(other.SlotSeconds - before, 16 * 20 - 5 * 4 - 8, 16 * 20);
    }

    [Fact]
    public void A_worker_that_makes_way_for_a_job_that_ends_is_there_for_others()
    {
        var anna = _cluster.AddWorker("anna", cpu: 1);
        var other = _cluster.Submit(chunkSeconds: 1);
        _cluster.RunFor(5.5);
        var suspicious = _cluster.Submit(chunkSeconds: 1, chunks: 0);
        suspicious.LeftIsolated = 1;
        _cluster.TellOfWork(suspicious);
        _cluster.RunFor(0.1);
        Assert.Equal(suspicious.Id, anna.KeptFor);
        _cluster.End(suspicious);
        var before = other.Begun.Count;
        _cluster.RunFor(1);
        Assert.Equal(before + 1, other.Begun.Count);
        Assert.Empty(suspicious.Begun);
    }

    [Fact]
    public void Only_workers_that_have_the_kernel_count_as_those_that_share_a_job()
    {
        _cluster.AddWorker("anna", cpu: 2, kernels: "other");
        var job = _cluster.Submit(chunkSeconds: 1, kernel: "other");
        _cluster.RunFor(1);
        Assert.Equal(2, job.LastOffer!.AtOnce);
        _cluster.AddWorker("bert", cpu: 8);
        _cluster.RunFor(5);
        Assert.Equal(2, job.LastOffer!.AtOnce);
        _cluster.AddWorker("carl", cpu: 3, kernels: "other");
        _cluster.RunFor(5);
        Assert.Equal(5, job.LastOffer!.AtOnce);
    }
}
