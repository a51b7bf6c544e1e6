using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;

namespace Concurrency.Core.Tests.Ledger;

/// <summary>A ledger, two workers, and a time that a test moves on.</summary>
public abstract class JobLedgerSpec
{
    protected static readonly WorkerId Anna = new("anna", 1);
    protected static readonly WorkerId Bert = new("bert", 1);

    protected DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    protected static JobLedger Ledger(
        long units, long? chunk, WorkloadTraits? traits = null, int attempts = 3, int failedUnits = 1000, ulong epoch = 1)
    {
        var terms = new JobTerms(units, traits ?? new(), chunk, Rules.Usual with { AttemptLimit = attempts, FailedUnitLimit = failedUnits });
        return new(new(terms, new Tally()), epoch);
    }

    protected Lease? Grant(JobLedger ledger, WorkerId worker, bool idle = true) =>
        ledger.Grant(new(worker, $"{worker.Name}.host", Slots: 2, idle, Vacant: ledger.Leases.All(lease => lease.Worker != worker)), Now);

    protected IReadOnlyList<Lease> GrantAll(JobLedger ledger, WorkerId worker)
    {
        var leases = new List<Lease>();
        while (Grant(ledger, worker) is { } lease) leases.Add(lease);
        return leases;
    }

    /// <summary>The worker of these leases died, and all of them had begun.</summary>
    protected static Decision Lose(JobLedger ledger, params IEnumerable<Lease> begun) => ledger.Lose([.. begun.Select(lease => lease.Id)], [], "died");

    protected bool Adopt(JobLedger ledger, LeaseId lease, WorkerId worker, UnitRange range) =>
        ledger.Adopt(worker, [(lease, range)], Now).Revoked.Count == 0;

    protected Decision Done(JobLedger ledger, Lease lease, TimeSpan elapsed = default) =>
        ledger.Done(new(lease.Id, lease.Worker, lease.Range, new(Tally.Of([lease.Range])), elapsed), Now);
}
