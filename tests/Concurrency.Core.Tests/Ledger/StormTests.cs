using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;

namespace Concurrency.Core.Tests.Ledger;

/// <summary>
/// Workers that die all the time, in rounds: in each, every worker fills up with leases, some die and lose theirs, and the others bring
/// theirs to an end. How many rounds a job takes says how soon it recovers.
/// </summary>
public class StormTests
{
    private readonly DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, WorkerId> _workers = [];
    private JobLedger _ledger = null!;
    private HashSet<long> _killers = [];
    private int _shares;
    private int _deaths;

    [Fact]
    public void A_worker_that_loses_all_its_shares_twice_is_soon_done_with_them()
    {
        Begin(units: 128, chunk: 1, workers: 1, shares: 128);
        Round(_ => true);
        Round(_ => true);
        Assert.Equal(128 - 64, _ledger.State.Pending.Fragments.Where(part => part.Standing.MaxSuspects == 64).Sum(part => part.Range.Length));
        Assert.Equal(64, _ledger.State.Pending.Fragments.Where(part => part.Standing.MaxSuspects == 32).Sum(part => part.Range.Length));
        Assert.Equal(3, RoundsToTheEnd(_ => false));
    }

    [Theory]
    [InlineData(1, 2, 400)]
    [InlineData(4, 2, 2_000)]
    [InlineData(2, 128, 10_000)]
    [InlineData(12, 128, 100_000)]
    public void Deaths_by_accident_condemn_nobody_and_cost_little_more_than_what_they_take(int workers, int shares, int units)
    {
        const int oneIn = 10;
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            Begin(units, chunk: 2, workers, shares);
            var undisturbed = Math.Ceiling(units / 2.0 / (workers * shares));
            var rounds = RoundsToTheEnd(_ => random.Next(oneIn) == 0);
            Assert.Equal(JobStatus.Completed, _ledger.State.Status);
            Assert.InRange(rounds, undisturbed, 1.5 * undisturbed + 20);
        }
    }

    [Theory]
    [InlineData(1, 2, 400)]
    [InlineData(4, 2, 2_000)]
    [InlineData(2, 128, 4_000)]
    [InlineData(12, 128, 20_000)]
    public void Killers_are_found_and_nobody_else_whatever_runs_beside_them(int workers, int shares, int units)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            Begin(units, chunk: 8, workers, shares);
            _killers = [.. Enumerable.Range(0, 3).Select(_ => random.NextInt64(units))];
            RoundsToTheEnd(_ => false);
            Assert.Equal(_killers.Order(), _ledger.State.Failed.SelectMany(failed => Units(failed.Range)));
            Assert.All(_ledger.State.Failed, failed => Assert.Equal("died", failed.Reason));
            // Halved from 128 leases to none beside, and on the way from 8 units to one; then three times alone.
            Assert.InRange(_deaths, 1, 3 * (9 + 3));
        }
    }

    private void Begin(int units, int chunk, int workers, int shares)
    {
        _ledger = new(new(new(units, new() { Speculative = false }, chunk, Rules.Usual), new Nothing()), epoch: 1);
        (_shares, _deaths, _killers) = (shares, 0, []);
        _workers.Clear();
        for (var i = 0; i < workers; i++) _workers[$"worker-{i}"] = new($"worker-{i}", 1);
    }

    private int RoundsToTheEnd(Func<WorkerId, bool> hasAccident)
    {
        var rounds = 0;
        for (; !_ledger.State.Status.IsOver(); rounds++)
        {
            Assert.InRange(rounds, 0, 10_000);
            Round(hasAccident);
        }

        return rounds;
    }

    private void Round(Func<WorkerId, bool> hasAccident)
    {
        var granted = _workers.Values.Select(worker => (Worker: worker, Leases: Fill(worker))).ToList();
        foreach (var (worker, leases) in granted.Where(pair => pair.Leases.Count > 0))
        {
            if (hasAccident(worker) || leases.Exists(lease => Units(lease.Range).Any(_killers.Contains)))
            {
                _deaths++;
                _ledger.Lose([.. leases.Select(lease => lease.Id)], [], "died");
                _workers[worker.Name] = worker with { Incarnation = worker.Incarnation + 1 };
                continue;
            }

            foreach (var lease in leases) _ledger.Done(new(lease.Id, worker, lease.Range, new(Payload.Empty), TimeSpan.FromSeconds(1)), _now);
        }
    }

    private List<Lease> Fill(WorkerId worker)
    {
        var leases = new List<Lease>();
        while (leases.Count < _shares && !leases.Exists(lease => lease.IsIsolated)
            && _ledger.Grant(new(worker, "host", _shares, Idle: true, Vacant: leases.Count == 0), _now) is { } lease) leases.Add(lease);
        return leases;
    }

    private static IEnumerable<long> Units(UnitRange range) => Enumerable.Range(0, (int)range.Length).Select(i => range.From + i);
}
