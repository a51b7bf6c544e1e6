using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;

namespace Concurrency.Core.Tests.Ledger;

public class JobLedgerTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly WorkerId Anna = new("anna", 1);
    private static readonly WorkerId Bert = new("bert", 1);

    private DateTimeOffset _now = Start;

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
        leases.Reverse();
        foreach (var lease in leases)
        {
            Assert.Equal(JobStatus.Running, ledger.State.Status);
            Assert.True(Done(ledger, lease).Accepted);
        }

        Assert.Equal(JobStatus.Completed, ledger.State.Status);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), ((Tally)ledger.State.Total).Counts.Keys);
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
        ledger.Lose(late.Id, started: true, "gone");
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
        ledger.Lose(whole.Id, started: true, "gone");
        _ = Grant(ledger, Bert);

        var decision = ledger.Done(new(new(99, 1), Anna, new(3, 4), new(Tally.Of([new(3, 4)])), TimeSpan.Zero), _now);
        Assert.True(decision.Accepted);
        Assert.Empty(ledger.Leases);
        Assert.Equal(8, ledger.State.Pending.Units);
    }

    [Fact]
    public void A_unit_that_always_fails_is_found_by_bisection_and_its_neighbours_are_done()
    {
        var ledger = Ledger(1000, chunk: 1000);
        var runs = 0;
        while (Grant(ledger, Anna) is { } lease)
        {
            runs++;
            if (lease.Range.Contains(617)) ledger.Fail(lease.Id, "poison");
            else Done(ledger, lease);
        }

        Assert.Equal(JobStatus.CompletedWithFailures, ledger.State.Status);
        var failed = Assert.Single(ledger.State.Failed);
        Assert.Equal(UnitRange.Of(617), failed.Range);
        Assert.Equal("poison", failed.Reason);
        Assert.Equal(999, ledger.State.Done.Count);
        Assert.True(runs < 40, $"{runs} runs");
    }

    [Fact]
    public void A_unit_has_as_many_attempts_by_itself_as_the_limit_says()
    {
        var ledger = Ledger(1, chunk: 1);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var lease = Grant(ledger, Anna)!;
            Assert.Equal(attempt, lease.Attempt);
            ledger.Fail(lease.Id, "no");
        }

        Assert.Equal(3, Assert.Single(ledger.State.Failed).Attempts);
        Assert.Null(Grant(ledger, Anna));
    }

    [Fact]
    public void An_attempt_that_was_not_started_does_not_count()
    {
        var ledger = Ledger(1, chunk: 1);
        for (var i = 0; i < 20; i++)
        {
            ledger.Lose(Grant(ledger, Anna)!.Id, started: false, "gone");
            ledger.Return(Grant(ledger, Anna)!.Id);
        }

        Assert.Equal(1, Grant(ledger, Anna)!.Attempt);
    }

    [Fact]
    public void A_job_that_needs_all_units_fails_with_the_first_failed_unit_and_calls_its_leases_back()
    {
        var ledger = Ledger(3, chunk: 1, traits: new() { RequiresAllUnits = true }, attempts: 1);
        var (poison, innocent) = (Grant(ledger, Anna)!, Grant(ledger, Anna)!);
        var decision = ledger.Fail(poison.Id, "poison");
        Assert.Equal([innocent], decision.Revoked);
        Assert.Equal(JobStatus.Failed, ledger.State.Status);
        Assert.Equal("unit 0 failed after 1 attempts: poison", ledger.State.Reason);
        Assert.False(Done(ledger, innocent).Accepted);
    }

    [Fact]
    public void A_job_with_too_many_failed_units_fails()
    {
        var ledger = Ledger(100, chunk: 1, attempts: 1, failedUnits: 5);
        while (Grant(ledger, Anna) is { } lease) ledger.Fail(lease.Id, "everything is broken");
        Assert.Equal(JobStatus.Failed, ledger.State.Status);
        Assert.Contains("everything is broken", ledger.State.Reason, StringComparison.Ordinal);
        Assert.Equal(new(0, 6), Assert.Single(ledger.State.Failed).Range);
    }

    [Fact]
    public void A_worker_runs_one_suspect_at_a_time()
    {
        var ledger = Ledger(4, chunk: 1);
        for (var death = 0; death < 2; death++)
        {
            foreach (var lease in GrantAll(ledger, Anna with { Incarnation = (ulong)death }))
                ledger.Lose(lease.Id, started: true, "died");
        }

        Assert.NotNull(Grant(ledger, Anna));
        Assert.Null(Grant(ledger, Anna));
        Assert.NotNull(Grant(ledger, Bert));
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
        Assert.True(ledger.Done(new(lease.Id, Anna, lease.Range, output, TimeSpan.Zero), _now).Accepted);

        Assert.Null(Grant(ledger, Bert));
        Assert.Equal(_now + TimeSpan.FromSeconds(5), ledger.NextWake(_now));
        _now += TimeSpan.FromSeconds(5);
        Assert.Null(Grant(ledger, Anna));
        var again = Grant(ledger, Bert)!;
        Assert.Equal(new(1, 2), again.Range);
        Assert.Equal("tried", again.Note.AsText());
        Assert.Equal(1, again.Attempt);

        ledger.Return(again.Id);
        _now += TimeSpan.FromSeconds(56);
        Assert.NotNull(Grant(ledger, Anna));
    }

    [Fact]
    public void An_idle_worker_copies_a_straggler_once_and_the_first_result_wins()
    {
        var ledger = Ledger(2, chunk: 1);
        Done(ledger, Grant(ledger, Bert)!, TimeSpan.FromMilliseconds(10));
        var slow = Grant(ledger, Anna)!;
        Assert.Null(Grant(ledger, Bert));

        _now += TimeSpan.FromSeconds(1);
        Assert.Null(Grant(ledger, Anna));
        Assert.Null(Grant(ledger, Bert, idle: false));
        var copy = Grant(ledger, Bert)!;
        Assert.Equal(slow.Range, copy.Range);
        Assert.Null(Grant(ledger, new("carl", 1)));

        var decision = Done(ledger, copy);
        Assert.Equal([slow], decision.Revoked);
        Assert.Equal(JobStatus.Completed, ledger.State.Status);
        Assert.False(Done(ledger, slow).Accepted);
    }

    [Fact]
    public void A_workload_with_side_effects_is_never_copied()
    {
        var ledger = Ledger(1, chunk: 1, traits: new() { Speculative = false });
        _ = Grant(ledger, Anna);
        _now += TimeSpan.FromHours(1);
        Assert.Null(Grant(ledger, Bert));
    }

    [Fact]
    public void When_one_twin_fails_the_other_decides()
    {
        var ledger = Ledger(1, chunk: 1, attempts: 1);
        var slow = Grant(ledger, Anna)!;
        _now += TimeSpan.FromSeconds(10);
        var copy = Grant(ledger, Bert)!;
        ledger.Fail(slow.Id, "no");
        Assert.Equal(JobStatus.Running, ledger.State.Status);
        Done(ledger, copy);
        Assert.Equal(JobStatus.Completed, ledger.State.Status);
    }

    [Fact]
    public void A_lease_that_nobody_renews_expires_and_a_pause_of_the_judge_does_not_count()
    {
        var ledger = Ledger(1, chunk: 1);
        var lease = Grant(ledger, Anna)!;
        _now += TimeSpan.FromSeconds(10);
        ledger.Progress(lease.Id, 0, _now);
        _now += TimeSpan.FromSeconds(14);
        Assert.Empty(ledger.Expire(_now).Revoked);
        ledger.Postpone(TimeSpan.FromSeconds(30), _now + TimeSpan.FromSeconds(30));
        _now += TimeSpan.FromSeconds(30);
        Assert.Empty(ledger.Expire(_now).Revoked);
        _now += TimeSpan.FromSeconds(1);
        Assert.Equal([lease], ledger.Expire(_now).Revoked);
        Assert.Equal(2, Grant(ledger, Bert)!.Attempt);
    }

    [Fact]
    public void A_lease_from_before_a_restart_is_adopted_when_its_units_are_free()
    {
        var before = Ledger(8, chunk: 4);
        var held = Grant(before, Anna)!;

        var after = Ledger(8, chunk: 4, epoch: 2);
        Assert.True(after.Adopt(held.Id, Anna, held.Range, _now));
        Assert.True(after.Adopt(held.Id, Anna, held.Range, _now));
        Assert.False(after.Adopt(held.Id, Bert, held.Range, _now));
        Assert.Equal(new(4, 8), Grant(after, Bert)!.Range);
        Assert.True(Done(after, held).Accepted);
        Assert.False(after.Adopt(new(7, 7), Bert, new(2, 6), _now));
    }

    [Fact]
    public void Pace_spaces_the_chunks()
    {
        var ledger = Ledger(100, chunk: 10, traits: new() { Pace = 20 });
        Assert.NotNull(Grant(ledger, Anna));
        Assert.Null(Grant(ledger, Anna));
        Assert.Equal(_now + TimeSpan.FromSeconds(0.5), ledger.NextWake(_now));
        _now += TimeSpan.FromSeconds(0.5);
        Assert.NotNull(Grant(ledger, Anna));
    }

    [Fact]
    public void A_result_that_cannot_be_is_a_failed_attempt()
    {
        var ledger = Ledger(4, chunk: 4);
        var lease = Grant(ledger, Anna)!;
        var outside = new ChunkOutput(Payload.Empty) { HandBacks = [new(new(2, 9), TimeSpan.Zero)] };
        ledger.Done(new(lease.Id, Anna, lease.Range, outside, TimeSpan.Zero), _now);
        Assert.Equal(1, ledger.State.Retries);

        lease = Grant(ledger, Anna)!;
        ledger.Done(new(lease.Id, Anna, lease.Range, new(Payload.FromText("rubbish")), TimeSpan.Zero), _now);
        Assert.Equal(2, ledger.State.Retries);
        Assert.Equal(0, ledger.State.Done.Count);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(2, 6)]
    public void A_result_that_names_a_lease_but_another_range_loses_no_unit_and_counts_none_twice(long from, long to)
    {
        var ledger = Ledger(8, chunk: 4);
        var leases = GrantAll(ledger, Anna);
        var part = new UnitRange(from, to);
        ledger.Done(new(leases[0].Id, Anna, part, new(Tally.Of([part])), TimeSpan.Zero), _now);
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
        Assert.True(ledger.Done(completion, _now).Accepted);
        var again = Grant(ledger, Bert)!;
        Assert.Equal(Decision.Nothing, ledger.Done(completion, _now));
        Assert.Equal([again], ledger.Leases);
        Assert.Equal(2, again.Attempt);
    }

    [Fact]
    public void A_late_result_leaves_what_it_hands_back_where_it_is()
    {
        var ledger = Ledger(8, chunk: 8);
        var late = Grant(ledger, Anna)!;
        ledger.Lose(late.Id, started: true, "gone");
        var half = Grant(ledger, Bert)!;
        var output = new ChunkOutput(Tally.Of([new(0, 1), new(2, 8)])) { HandBacks = [new(new(1, 2), TimeSpan.FromHours(1))] };
        Assert.Equal([half], ledger.Done(new(late.Id, Anna, late.Range, output, TimeSpan.Zero), _now).Revoked);
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
        ledger.Done(new(lease.Id, Anna, lease.Range, new(Payload.Empty) { HandBacks = [.. backs] }, TimeSpan.Zero), _now);
        Assert.Equal(_now + TimeSpan.FromSeconds(5), ledger.NextWake(_now));
        _now += TimeSpan.FromSeconds(5);
        Assert.Equal(new(100, 200), Grant(ledger, Anna)!.Range);
        Assert.Equal(UnitRange.Of(99), Grant(ledger, Bert)!.Range);
        Assert.Equal(new(200, 300), Grant(ledger, Bert)!.Range);
    }

    [Fact]
    public void A_pace_makes_up_for_questions_that_come_late()
    {
        var ledger = Ledger(100_000, chunk: 10, traits: new() { Pace = 1000 });
        var units = 0L;
        for (var ms = 0; ms < 10_000; ms += 18, _now += TimeSpan.FromMilliseconds(18))
        {
            while (Grant(ledger, Anna) is { } lease) units += lease.Range.Length;
        }

        Assert.InRange(units, 9_900, 11_100);
    }

    [Fact]
    public void What_was_there_when_a_worker_died_is_never_copied()
    {
        var ledger = Ledger(1, chunk: 1);
        ledger.Lose(Grant(ledger, Anna)!.Id, started: true, "died");
        Assert.NotNull(Grant(ledger, Anna));
        _now += TimeSpan.FromHours(1);
        Assert.Null(Grant(ledger, Bert));
    }

    [Fact]
    public void Units_adopted_together_keep_their_own_terms()
    {
        var ledger = Ledger(4, chunk: 2, attempts: 1);
        var (first, second) = (Grant(ledger, Anna)!, Grant(ledger, Anna)!);
        ledger.Fail(first.Id, "once");
        ledger.Return(second.Id);
        Assert.True(ledger.Adopt(new(9, 9), Bert, new(0, 4), _now));
        ledger.Lose(new(9, 9), started: true, "gone");
        Assert.Equal([(2, 0L), (1, 2L)], ledger.State.Pending.Fragments.Select(fragment => (fragment.Standing.Attempts, fragment.Range.From)));
        Assert.Empty(ledger.State.Failed);
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
    public void Progress_of_twins_is_counted_once()
    {
        var ledger = Ledger(100, chunk: 100);
        var slow = Grant(ledger, Anna)!;
        ledger.Progress(slow.Id, 30, _now);
        _now += TimeSpan.FromSeconds(10);
        var copy = Grant(ledger, Bert)!;
        ledger.Progress(copy.Id, 50, _now);
        Assert.Equal(50, ledger.UnitsDoneSoFar);
    }

    private static JobLedger Ledger(
        long units, long? chunk, WorkloadTraits? traits = null, int attempts = 3, int failedUnits = 1000, ulong epoch = 1)
    {
        var terms = new JobTerms(units, traits ?? new(), chunk, Rules.Usual with { AttemptLimit = attempts, FailedUnitLimit = failedUnits });
        return new(new(terms, new Tally()), epoch);
    }

    private Lease? Grant(JobLedger ledger, WorkerId worker, bool idle = true) =>
        ledger.Grant(new(worker, $"{worker.Name}.host", Slots: 2, idle), _now);

    private List<Lease> GrantAll(JobLedger ledger, WorkerId worker)
    {
        var leases = new List<Lease>();
        while (Grant(ledger, worker) is { } lease) leases.Add(lease);
        return leases;
    }

    private Decision Done(JobLedger ledger, Lease lease, TimeSpan elapsed = default) =>
        ledger.Done(new(lease.Id, lease.Worker, lease.Range, new(Tally.Of([lease.Range])), elapsed), _now);
}
