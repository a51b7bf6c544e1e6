using Concurrency.Actors.Coordination.Workers;
using Concurrency.Core.Contract;

namespace Concurrency.Actors.Tests.Coordination.Workers;

/// <summary>What a job is charged for its leases.</summary>
public class AccountTests
{
    private readonly Account _account = new();
    private readonly SlotQueue _slots = new(2);
    private int _leases;

    [Fact]
    public void A_lease_is_charged_what_is_expected_of_it_and_then_what_it_took()
    {
        _account.Chunks.Add(TimeSpan.FromSeconds(3));
        var (short1, long1) = (Lend(now: 0, estimate: 3), Lend(now: 0, estimate: 3));
        Assert.Equal(6, _account.SlotSeconds(now: 0));
        Assert.Equal(6, _account.SlotSeconds(now: 3));
        Answer(short1, now: 3, took: 2.5);
        Assert.Equal(2.5 + 3, _account.SlotSeconds(now: 3));
        // It takes longer than expected.
        Assert.Equal(2.5 + 5, _account.SlotSeconds(now: 5));
        Answer(long1, now: 5, took: 5);
        Assert.Equal(7.5, _account.SlotSeconds(now: 100));
    }

    [Fact]
    public void A_lease_that_comes_back_unrun_costs_nothing()
    {
        _account.Chunks.Add(TimeSpan.FromSeconds(3));
        Lend(now: 0, estimate: 3);
        Lend(now: 0, estimate: 3);
        var waiting = Lend(now: 0, estimate: 3);
        Assert.Equal(9, _account.SlotSeconds(now: 1));
        Answer(waiting, now: 1, took: 0);
        Assert.Equal(6, _account.SlotSeconds(now: 1));
    }

    [Fact]
    public void Only_leases_that_have_a_slot_take_time()
    {
        _account.Chunks.Add(TimeSpan.FromSeconds(1));
        var first = Lend(now: 0, estimate: 1);
        Lend(now: 0, estimate: 1);
        Lend(now: 0, estimate: 1);
        Assert.Equal(20, _account.SlotSeconds(now: 10));
        Answer(first, now: 10, took: 10);
        // The third has begun in the place of the first.
        Assert.Equal(10 + 12 + 2, _account.SlotSeconds(now: 12));
    }

    [Fact]
    public void As_long_as_nobody_knows_how_long_chunks_take_they_are_taken_to_last_as_long_again()
    {
        var lease = Lend(now: 0, estimate: 0);
        Assert.Equal(0, _account.SlotSeconds(now: 0));
        Assert.Equal(8, _account.SlotSeconds(now: 4));
        Answer(lease, now: 5, took: 5);
        Assert.Equal(5, _account.SlotSeconds(now: 5));
    }

    private Outstanding Lend(double now, double estimate)
    {
        var lease = new Outstanding(
            new("test-1"), new(1, _leases++), new("test", "1", SlotKind.Cpu, ChunksPerSlot: 1), _account, Slots: 1, estimate, LastHello: 0, IsIsolated: false);
        _slots.Add(lease, now);
        _account.Lend(lease);
        return lease;
    }

    private void Answer(Outstanding lease, double now, double took)
    {
        Assert.Same(lease, _slots.Remove(lease.Lease, now));
        _account.Settle(lease, took);
    }
}
