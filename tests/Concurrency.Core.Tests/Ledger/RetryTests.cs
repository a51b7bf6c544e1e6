using System.Text;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;

namespace Concurrency.Core.Tests.Ledger;

/// <summary>What fails, is lost, runs late, or comes back.</summary>
public class RetryTests : JobLedgerSpec
{
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
            ledger.Lose([], [Grant(ledger, Anna)!.Id], "gone");
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
    public void An_idle_worker_copies_a_straggler_once_and_the_first_result_wins()
    {
        var ledger = Ledger(2, chunk: 1);
        Done(ledger, Grant(ledger, Bert)!, TimeSpan.FromMilliseconds(10));
        var slow = Grant(ledger, Anna)!;
        Assert.Null(Grant(ledger, Bert));

        Now += TimeSpan.FromSeconds(1);
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
        Now += TimeSpan.FromHours(1);
        Assert.Null(Grant(ledger, Bert));
    }

    [Fact]
    public void When_one_twin_fails_the_other_decides()
    {
        var ledger = Ledger(1, chunk: 1, attempts: 1);
        var slow = Grant(ledger, Anna)!;
        Now += TimeSpan.FromSeconds(10);
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
        Now += TimeSpan.FromSeconds(10);
        ledger.Progress(lease.Id, 0, Now);
        Now += TimeSpan.FromSeconds(14);
        Assert.Empty(ledger.Expire(Now).Revoked);
        ledger.Postpone(TimeSpan.FromSeconds(30), Now + TimeSpan.FromSeconds(30));
        Now += TimeSpan.FromSeconds(30);
        Assert.Empty(ledger.Expire(Now).Revoked);
        Now += TimeSpan.FromSeconds(1);
        Assert.Equal([lease], ledger.Expire(Now).Revoked);
        Assert.Equal(2, Grant(ledger, Bert)!.Attempt);
    }

    [Fact]
    public void A_lease_from_before_a_restart_is_adopted_when_its_units_are_free()
    {
        var before = Ledger(8, chunk: 4);
        var held = Grant(before, Anna)!;

        var after = Ledger(8, chunk: 4, epoch: 2);
        Assert.True(Adopt(after, held.Id, Anna, held.Range));
        Assert.True(Adopt(after, held.Id, Anna, held.Range));
        Assert.False(Adopt(after, held.Id, Bert, held.Range));
        Assert.Equal(new(4, 8), Grant(after, Bert)!.Range);
        Assert.True(Done(after, held).Accepted);
        Assert.False(Adopt(after, new(7, 7), Bert, new(2, 6)));
    }

    [Fact]
    public void A_result_that_cannot_be_is_a_failed_attempt()
    {
        var ledger = Ledger(4, chunk: 4);
        var lease = Grant(ledger, Anna)!;
        var outside = new ChunkOutput(Payload.Empty) { HandBacks = [new(new(2, 9), TimeSpan.Zero)] };
        ledger.Done(new(lease.Id, Anna, lease.Range, outside, TimeSpan.Zero), Now);
        Assert.Equal(1, ledger.State.Retries);

        lease = Grant(ledger, Anna)!;
        ledger.Done(new(lease.Id, Anna, lease.Range, new(Payload.FromText("rubbish")), TimeSpan.Zero), Now);
        Assert.Equal(2, ledger.State.Retries);
        Assert.Equal(0, ledger.State.Done.Count);
    }

    [Fact]
    public void Units_adopted_together_keep_their_own_terms()
    {
        var ledger = Ledger(4, chunk: 2, attempts: 1);
        var (first, second) = (Grant(ledger, Anna)!, Grant(ledger, Anna)!);
        ledger.Fail(first.Id, "once");
        ledger.Return(second.Id);
        Assert.True(Adopt(ledger, new(9, 9), Bert, new(0, 4)));
        ledger.Lose([new(9, 9)], [], "gone");
        Assert.Equal([(2, 0L), (1, 2L)], ledger.State.Pending.Fragments.Select(fragment => (fragment.Standing.Attempts, fragment.Range.From)));
        Assert.Empty(ledger.State.Failed);
    }

    [Fact]
    public void Progress_of_twins_is_counted_once()
    {
        var ledger = Ledger(100, chunk: 100);
        var slow = Grant(ledger, Anna)!;
        ledger.Progress(slow.Id, 30, Now);
        Now += TimeSpan.FromSeconds(10);
        var copy = Grant(ledger, Bert)!;
        ledger.Progress(copy.Id, 50, Now);
        Assert.Equal(50, ledger.UnitsDoneSoFar);
    }

    [Fact]
    public void A_job_that_is_retried_runs_what_is_not_done_as_if_it_had_never_been_tried()
    {
        var ledger = Ledger(10, chunk: 1, attempts: 3);
        for (var attempt = 0; attempt < 3; attempt++) ledger.Fail(Grant(ledger, Anna)!.Id, "no");
        var late = Grant(ledger, Anna)!;
        ledger.Cancel();

        var decision = ledger.Retry();
        Assert.Equal([new LedgerEvent.Retried()], decision.Events);
        Assert.Equal((JobStatus.Running, null, 0), (ledger.State.Status, ledger.State.Reason, ledger.State.FailedCount));
        // Whoever still ran the old lease may be the first to have a result.
        Assert.True(Done(ledger, late).Accepted);
        var leases = GrantAll(ledger, Bert);
        Assert.Equal(9, leases.Count);
        Assert.All(leases, lease => Assert.Equal(1, lease.Attempt));
        foreach (var lease in leases) Done(ledger, lease);
        Assert.Equal((JobStatus.Completed, 10, 2), (ledger.State.Status, ledger.State.Done.Count, ledger.State.Retries));
        Assert.Equal(Tally.Of([new(0, 10)]), ledger.State.Total.Encode());
    }

    [Fact]
    public void There_is_nothing_to_retry_of_a_job_that_runs_or_has_all_units_done()
    {
        var ledger = Ledger(1, chunk: 1);
        Assert.Same(Decision.Nothing, ledger.Retry());
        Done(ledger, Grant(ledger, Anna)!);
        Assert.Same(Decision.Nothing, ledger.Retry());
        Assert.Equal(JobStatus.Completed, ledger.State.Status);
    }

    [Fact]
    public void A_reason_is_cut_to_what_a_report_has_room_for()
    {
        var ledger = Ledger(1, chunk: 1, attempts: 1);
        ledger.Fail(Grant(ledger, Anna)!.Id, new string('語', 1000));
        var reason = Assert.Single(ledger.State.Failed).Reason;
        Assert.InRange(Encoding.UTF8.GetByteCount(reason), Limits.ReasonBytes - 3, Limits.ReasonBytes);
        Assert.EndsWith("語…", reason, StringComparison.Ordinal);
    }
}
