using Concurrency.Actors.Coordination.Workers;
using Concurrency.Actors.Workers;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Tests.Workers;

/// <summary>In which order a worker begins its leases.</summary>
public class LeaseDeskTests
{
    private LeaseDesk _desk = new(new(Cpu: 0, Io: 2));
    private int _taken;

    [Fact]
    public void Leases_begin_in_the_order_granted()
    {
        Take(1, 1, 1, 1);
        Assert.Equal([0, 1], BeginAll());
        Finish(1);
        Assert.Equal([2], BeginAll());
    }

    [Fact]
    public void Behind_a_whole_slot_that_is_not_to_be_had_shares_begin_in_the_other_slots()
    {
        Take(4, 4, 4, 4, 4, 4, 4, 4);
        BeginAll();
        Take(1, 4, 4, 4, 4, 4);
        foreach (var done in new[] { 0, 1, 2, 4, 5 }) Finish(done);
        // A quarter of one slot is taken and half of the other. The first is kept for the whole one, and a quarter fits beside both.
        Assert.Equal([9], BeginAll());
        Finish(6);
        Assert.Equal([10], BeginAll());
        Finish(3);
        Assert.Equal([8, 11], BeginAll());
    }

    [Fact]
    public void A_whole_slot_that_waits_leaves_no_more_than_the_other_slots_hold()
    {
        Take(2, 2, 2, 2);
        Assert.Equal([0, 1, 2, 3], BeginAll());
        Take(1, 2, 2, 2);
        Finish(0);
        Finish(2);
        Assert.Equal([], BeginAll());
        Finish(1);
        Assert.Equal([4, 5], BeginAll());
        Assert.Equal([], BeginAll());
    }

    [Fact]
    public void The_slot_that_is_kept_for_a_whole_one_does_not_fill_up_again()
    {
        Use(slots: 3);
        Take(3, 3, 3, 3, 3, 3, 10);
        BeginAll();
        Finish(2);
        Finish(5);
        // Two thirds of two slots are taken and a tenth of the third, so half a slot is to be had only there.
        Take(1, 2);
        Assert.Equal([], BeginAll());
        Finish(6);
        Assert.Equal([7], BeginAll());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Nothing_waits_for_ever_and_what_runs_is_what_the_coordinator_takes_to_have_begun(int slots)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (desk, queue, running, waits) = (new LeaseDesk(new(0, slots)), new SlotQueue(slots), new List<LeaseId>(), new Dictionary<LeaseId, int>());
            for (var step = 0; step < 500; step++)
            {
                if (queue.Leases.Count < 20)
                {
                    var (lend, plan) = Lease(step, random.Next(3) switch { 0 => 1, 1 => 3, _ => 64 });
                    desk.Take(lend, plan);
                    queue.Add(new(
                        lend.Job, lend.Lease, new("test", "1", SlotKind.Io, plan.Traits.ChunksPerSlot), new(), 1.0 / plan.Traits.ChunksPerSlot,
                        Estimate: 0, LastHello: 0, IsIsolated: false), now: step);
                }

                if (running.Count > 0 && random.Next(2) == 0)
                {
                    // The oldest is done first now and then, so nothing runs for ever.
                    var done = running[random.Next(4) == 0 ? 0 : random.Next(running.Count)];
                    running.Remove(done);
                    desk.Finish(done, outcome: null);
                    queue.Remove(done, now: step);
                }

                while (desk.Begin(SlotKind.Io, "anna", default) is { } begun) running.Add(begun.Lend.Lease);
                Assert.Subset(queue.Leases.Where(lease => lease.BegunAt is not null).Select(lease => lease.Lease).ToHashSet(), running.ToHashSet());
                Assert.InRange(queue.Free, -20, slots);
                foreach (var lease in queue.Leases.Where(lease => !running.Contains(lease.Lease)))
                    Assert.InRange(waits[lease.Lease] = waits.GetValueOrDefault(lease.Lease) + 1, 1, 200);
            }
        }
    }

    private void Use(int slots) => _desk = new(new(Cpu: 0, slots));

    private void Take(params int[] chunksPerSlot)
    {
        foreach (var chunks in chunksPerSlot)
        {
            var (lend, plan) = Lease(_taken++, chunks);
            Assert.True(_desk.Take(lend, plan));
        }
    }

    private List<int> BeginAll()
    {
        var begun = new List<int>();
        while (_desk.Begin(SlotKind.Io, "anna", default) is { } entry) begun.Add((int)entry.Lend.Lease.Number);
        return begun;
    }

    private void Finish(int lease) => Assert.NotNull(_desk.Finish(new(1, lease), outcome: null));

    private static (Lend Lend, IJobPlan Plan) Lease(int number, int chunksPerSlot)
    {
        var workload = new TestWorkload();
        var parameters = workload.Encode(new(100) { Slot = SlotKind.Io, ChunksPerSlot = chunksPerSlot });
        var lend = new Lend(new("test-1"), new(1, number), 1, UnitRange.Of(0), "test", "1", parameters, 0, [], Payload.Empty);
        return (lend, workload.Open(parameters, 0));
    }
}
