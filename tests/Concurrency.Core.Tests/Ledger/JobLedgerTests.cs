using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;

namespace Concurrency.Core.Tests.Ledger;

/// <summary>Granting and accepting.</summary>
public class JobLedgerTests : JobLedgerSpec
{
    [Fact]
    public void Fixed_chunks_have_the_asked_size_and_the_last_has_the_rest()
    {
        var ledger = Ledger(10, chunk: 4);
        Assert.Equal([new(0, 4), new(4, 8), new(8, 10)], GrantAll(ledger, Anna).Select(lease => lease.Range));
    }

    [Fact]
    public void A_job_is_complete_when_every_unit_is_done_in_any_order()
    {
        var ledger = Ledger(10, chunk: 4);
        var leases = GrantAll(ledger, Anna);
        foreach (var lease in leases.Reverse())
        {
            Assert.Equal(JobStatus.Running, ledger.State.Status);
            Assert.True(Done(ledger, lease).Accepted);
        }

        Assert.Equal(JobStatus.Completed, ledger.State.Status);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), ((Tally)ledger.State.Total).Counts.Keys);
    }

    [Fact]
    public void A_hand_back_may_ask_for_smaller_chunks()
    {
        var ledger = Ledger(8, chunk: 8);
        var lease = Grant(ledger, Anna)!;
        var back = new HandBack(new(3, 8), TimeSpan.Zero) { MaxUnits = 2 };
        ledger.Done(new(lease.Id, Anna, lease.Range, new(Tally.Of([new(0, 3)])) { HandBacks = [back] }, TimeSpan.Zero), Now);
        Assert.Equal([new(3, 5), new(5, 7), new(7, 8)], GrantAll(ledger, Bert).Select(next => next.Range));
        Assert.Equal(0, ledger.State.Retries);
    }

    [Fact]
    public void The_same_result_twice_counts_once()
    {
        var ledger = Ledger(10, chunk: 4);
        var lease = Grant(ledger, Anna)!;
        Assert.True(Done(ledger, lease).Accepted);
        Assert.False(Done(ledger, lease).Accepted);
        Assert.Equal(4, ledger.State.Done.Count);
    }

    [Fact]
    public void A_late_result_of_a_lost_lease_counts_and_revokes_whoever_has_its_units()
    {
        var ledger = Ledger(8, chunk: 8);
        var late = Grant(ledger, Anna)!;
        Lose(ledger, late);
        var half = Grant(ledger, Bert)!;
        Assert.Equal(new(0, 4), half.Range);

        var decision = Done(ledger, late);
        Assert.True(decision.Accepted);
        Assert.Equal([half], decision.Revoked);
        Assert.Equal(JobStatus.Completed, ledger.State.Status);
    }

    [Fact]
    public void What_a_superseded_lease_has_beside_the_late_result_goes_back()
    {
        var ledger = Ledger(9, chunk: 9);
        var whole = Grant(ledger, Anna)!;
        Lose(ledger, whole);
        _ = Grant(ledger, Bert);

        var decision = ledger.Done(new(new(99, 1), Anna, new(3, 4), new(Tally.Of([new(3, 4)])), TimeSpan.Zero), Now);
        Assert.True(decision.Accepted);
        Assert.Empty(ledger.Leases);
        Assert.Equal(8, ledger.State.Pending.Units);
    }

    [Fact]
    public void Units_handed_back_wait_avoid_and_carry_their_note()
    {
        var ledger = Ledger(4, chunk: 4);
        var lease = Grant(ledger, Anna)!;
        var back = new HandBack(new(1, 2), TimeSpan.FromSeconds(5))
        {
            Avoid = new(["anna"], [], TimeSpan.FromSeconds(60)),
            Note = Payload.FromText("tried"),
        };
        var output = new ChunkOutput(Tally.Of([new(0, 1), new(2, 4)])) { HandBacks = [back] };
        Assert.True(ledger.Done(new(lease.Id, Anna, lease.Range, output, TimeSpan.Zero), Now).Accepted);

        Assert.Null(Grant(ledger, Bert));
        Assert.Equal(Now + TimeSpan.FromSeconds(5), ledger.NextWake(Now));
        Now += TimeSpan.FromSeconds(5);
        Assert.Null(Grant(ledger, Anna));
        var again = Grant(ledger, Bert)!;
        Assert.Equal(new(1, 2), again.Range);
        Assert.Equal("tried", again.Note.AsText());
        Assert.Equal(1, again.Attempt);

        ledger.Return(again.Id);
        Now += TimeSpan.FromSeconds(56);
        Assert.NotNull(Grant(ledger, Anna));
    }

    [Fact]
    public void Pace_spaces_the_chunks()
    {
        var ledger = Ledger(100, chunk: 10, traits: new() { Pace = 20 });
        Assert.NotNull(Grant(ledger, Anna));
        Assert.Null(Grant(ledger, Anna));
        Assert.Equal(Now + TimeSpan.FromSeconds(0.5), ledger.NextWake(Now));
        Now += TimeSpan.FromSeconds(0.5);
        Assert.NotNull(Grant(ledger, Anna));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(2, 6)]
    public void A_result_that_names_a_lease_but_another_range_loses_no_unit_and_counts_none_twice(long from, long to)
    {
        var ledger = Ledger(8, chunk: 4);
        var leases = GrantAll(ledger, Anna);
        var part = new UnitRange(from, to);
        ledger.Done(new(leases[0].Id, Anna, part, new(Tally.Of([part])), TimeSpan.Zero), Now);
        foreach (var lease in leases) Done(ledger, lease);
        while (Grant(ledger, Bert) is { } rest) Done(ledger, rest);
        Assert.Equal(JobStatus.Completed, ledger.State.Status);
        Assert.All(((Tally)ledger.State.Total).Counts.Values, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Everything_handed_back_twice_is_handed_back_once()
    {
        var ledger = Ledger(4, chunk: 4);
        ledger.Fail(Grant(ledger, Anna)!.Id, "once");
        var lease = Grant(ledger, Anna)!;
        var output = new ChunkOutput(Payload.Empty) { HandBacks = [new(lease.Range, TimeSpan.Zero)] };
        var completion = new Completion(lease.Id, Anna, lease.Range, output, TimeSpan.Zero);
        Assert.True(ledger.Done(completion, Now).Accepted);
        var again = Grant(ledger, Bert)!;
        Assert.Equal(Decision.Nothing, ledger.Done(completion, Now));
        Assert.Equal([again], ledger.Leases);
        Assert.Equal(2, again.Attempt);
    }

    [Fact]
    public void A_late_result_leaves_what_it_hands_back_where_it_is()
    {
        var ledger = Ledger(8, chunk: 8);
        var late = Grant(ledger, Anna)!;
        Lose(ledger, late);
        var half = Grant(ledger, Bert)!;
        var output = new ChunkOutput(Tally.Of([new(0, 1), new(2, 8)])) { HandBacks = [new(new(1, 2), TimeSpan.FromHours(1))] };
        Assert.Equal([half], ledger.Done(new(late.Id, Anna, late.Range, output, TimeSpan.Zero), Now).Revoked);
        Assert.Equal(new(1, 2), Grant(ledger, Bert)!.Range);
    }

    [Fact]
    public void Whoever_is_not_avoided_gets_the_units_before_fresh_ones_and_hidden_ones_are_found()
    {
        var ledger = Ledger(1000, chunk: 100);
        var lease = Grant(ledger, Anna)!;
        var backs = Enumerable.Range(0, 100).Select(i => new HandBack(UnitRange.Of(i), TimeSpan.FromSeconds(i == 99 ? 5 : 30))
        {
            Avoid = new(["anna"], [], TimeSpan.FromSeconds(60)),
        });
        ledger.Done(new(lease.Id, Anna, lease.Range, new(Payload.Empty) { HandBacks = [.. backs] }, TimeSpan.Zero), Now);
        Assert.Equal(Now + TimeSpan.FromSeconds(5), ledger.NextWake(Now));
        Now += TimeSpan.FromSeconds(5);
        Assert.Equal(new(100, 200), Grant(ledger, Anna)!.Range);
        Assert.Equal(UnitRange.Of(99), Grant(ledger, Bert)!.Range);
        Assert.Equal(new(200, 300), Grant(ledger, Bert)!.Range);
    }

    [Fact]
    public void A_pace_makes_up_for_questions_that_come_late()
    {
        var ledger = Ledger(100_000, chunk: 10, traits: new() { Pace = 1000 });
        var units = 0L;
        for (var ms = 0; ms < 10_000; ms += 18, Now += TimeSpan.FromMilliseconds(18))
        {
            while (Grant(ledger, Anna) is { } lease) units += lease.Range.Length;
        }

        Assert.InRange(units, 9_900, 11_100);
    }

    [Fact]
    public void Cancel_ends_the_job_and_calls_every_lease_back()
    {
        var ledger = Ledger(10, chunk: 1);
        var leases = new[] { Grant(ledger, Anna)!, Grant(ledger, Bert)! };
        var decision = ledger.Cancel();
        Assert.Equal(leases, decision.Revoked);
        Assert.Equal(JobStatus.Cancelled, ledger.State.Status);
        Assert.Null(Grant(ledger, Anna));
        Assert.Equal(Decision.Nothing, ledger.Cancel());
    }

    [Fact]
    public void A_job_that_is_abandoned_has_failed_and_can_be_retried()
    {
        var ledger = Ledger(10, chunk: 1);
        var leases = new[] { Grant(ledger, Anna)!, Grant(ledger, Bert)! };
        var decision = ledger.Abandon("no way");
        Assert.Equal(leases, decision.Revoked);
        Assert.Equal((JobStatus.Failed, "no way"), (ledger.State.Status, ledger.State.Reason));
        Assert.Null(Grant(ledger, Anna));
        Assert.Equal(Decision.Nothing, ledger.Abandon("again"));
        Assert.True(ledger.Retry().Accepted);
        Assert.NotNull(Grant(ledger, Anna));
    }
}
