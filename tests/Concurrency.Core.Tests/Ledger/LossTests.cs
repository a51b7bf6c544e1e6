using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;

namespace Concurrency.Core.Tests.Ledger;

/// <summary>Workers that die: whose fault it was, and who is only in the wrong place.</summary>
public class LossTests : JobLedgerSpec
{
    [Fact]
    public void Half_of_what_was_there_at_a_death_runs_together_again_beside_as_many_fresh_ones_as_there_are()
    {
        var ledger = Ledger(100, chunk: 1);
        Lose(ledger, Grants(ledger, Anna, 8));
        var again = Grants(ledger, Anna with { Incarnation = 2 }, 8);
        Assert.Equal([true, true, true, true, false, false, false, false], again.Select(lease => lease.IsSuspect));
        Assert.Equal(Enumerable.Range(0, 4), again.Take(4).Select(lease => (int)lease.Range.From));
        Assert.Equal(4, Grants(ledger, Bert, 8).Count(lease => lease.IsSuspect));

        // Those that died twice run two and two, when those that died once are through.
        Lose(ledger, again);
        var third = Anna with { Incarnation = 3 };
        Assert.Equal([4, 4, 4, 4, int.MaxValue], Grants(ledger, third, 5).Select(lease => lease.MaxSuspects));
        foreach (var lease in ledger.Leases.Where(lease => lease.Worker == third).ToList()) Done(ledger, lease);
        Assert.Equal([2, 2, int.MaxValue], Grants(ledger, third, 3).Select(lease => lease.MaxSuspects));
    }

    [Fact]
    public void What_died_as_the_only_suspect_has_a_worker_to_itself()
    {
        var ledger = Ledger(4, chunk: 1);
        Lose(ledger, Grant(ledger, Anna)!);
        var fresh = Grants(ledger, Bert, 4).Single(lease => lease.Range.From == 3);
        Assert.True(ledger.Leases.Single(lease => lease.Range.From == 0) is { IsSuspect: true, IsIsolated: false } suspect && Lose(ledger, suspect).Accepted);

        Assert.True(NeedsVacant(ledger, Bert));
        Assert.Null(Grant(ledger, Bert));
        var isolated = Grant(ledger, Anna)!;
        Assert.True(isolated.IsIsolated);
        Assert.Equal(0, isolated.Range.From);
        Assert.False(NeedsVacant(ledger, Bert));
        Assert.False(fresh.IsSuspect);
    }

    [Fact]
    public void Only_deaths_where_nothing_else_ran_condemn_a_unit()
    {
        var ledger = Ledger(1, chunk: 1);
        for (var death = 1; death <= 5; death++)
        {
            Assert.Equal(JobStatus.Running, ledger.State.Status);
            Lose(ledger, Grant(ledger, Anna with { Incarnation = (ulong)death })!);
        }

        Assert.Equal(new(UnitRange.Of(0), "died", 5), Assert.Single(ledger.State.Failed));
    }

    [Fact]
    public void A_lease_that_had_not_begun_goes_back_as_it_was()
    {
        var ledger = Ledger(10, chunk: 5);
        var (begun, waiting) = (Grant(ledger, Anna)!, Grant(ledger, Anna)!);
        ledger.Lose([begun.Id], [waiting.Id], "died");
        Assert.Equal([(1, 3L), (0, long.MaxValue)], ledger.State.Pending.Fragments.Select(part => (part.Standing.Attempts, part.Standing.MaxUnits)));
    }

    [Fact]
    public void A_worker_that_was_given_up_and_is_back_has_lost_nothing()
    {
        var ledger = Ledger(8, chunk: 4);
        var (first, second) = (Grant(ledger, Anna)!, Grant(ledger, Anna)!);
        Lose(ledger, first, second);
        var taken = Grant(ledger, Bert)!;
        Assert.Equal(new(0, 2), taken.Range);

        var decision = ledger.Adopt(Anna, [(first.Id, first.Range), (second.Id, second.Range)], Now);
        Assert.Equal([first.Id], decision.Revoked.Select(lease => lease.Id));
        Assert.Equal([new LedgerEvent.RangeFound(second.Range, Standing.Fresh)], decision.Events);
        Assert.False(ledger.Leases.Single(lease => lease.Id == second.Id).IsSuspect);

        // What happened since stands.
        ledger.Return(taken.Id);
        ledger.Fail(Grant(ledger, Bert)!.Id, "no");
        Assert.False(Adopt(ledger, first.Id, Anna, new(0, 8)));
        Assert.True(Adopt(ledger, first.Id, Anna, first.Range));
        Assert.Equal([2, 0], ledger.Leases.Single(lease => lease.Id == first.Id).Parts.Select(part => part.Standing.Attempts));
    }

    [Fact]
    public void What_was_there_when_a_worker_died_is_never_copied()
    {
        var ledger = Ledger(1, chunk: 1);
        Lose(ledger, Grant(ledger, Anna)!);
        Assert.NotNull(Grant(ledger, Anna));
        Now += TimeSpan.FromHours(1);
        Assert.Null(Grant(ledger, Bert));
    }

    [Fact]
    public void An_isolated_unit_that_is_to_avoid_somebody_waits_for_a_vacant_worker_too()
    {
        var ledger = Ledger(2, chunk: 1);
        var suspect = Grant(ledger, Anna)!;
        Lose(ledger, suspect);
        suspect = Grant(ledger, Anna)!;
        var back = new HandBack(suspect.Range, TimeSpan.Zero) { Avoid = new(["anna"], [], TimeSpan.FromMinutes(1)) };
        ledger.Done(new(suspect.Id, Anna, suspect.Range, new(Payload.Empty) { HandBacks = [back] }, TimeSpan.Zero), Now);
        Lose(ledger, Grant(ledger, Bert)!);
        Assert.False(NeedsVacant(ledger, Anna));
        Assert.True(NeedsVacant(ledger, Bert));
        Assert.False(Grant(ledger, Anna)!.IsIsolated);
        Assert.True(Grant(ledger, Bert)!.IsIsolated);
    }

    private bool NeedsVacant(JobLedger ledger, WorkerId worker) => ledger.NeedsVacant(worker, $"{worker.Name}.host", Now);

    private List<Lease> Grants(JobLedger ledger, WorkerId worker, int most)
    {
        var leases = new List<Lease>();
        while (leases.Count < most && Grant(ledger, worker) is { } lease) leases.Add(lease);
        return leases;
    }
}
