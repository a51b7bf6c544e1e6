namespace Concurrency.Core.Ledger;

/// <summary>What follows from something that a worker or the clock said: data for others to act on.</summary>
/// <param name="Accepted">The result counts. A result that does not count was counted before, or came after the end.</param>
/// <param name="Events">What happened to the job, already applied, in order; to be stored.</param>
/// <param name="Revoked">Leases that nobody needs any more; their workers are to be told.</param>
public sealed record Decision(bool Accepted, IReadOnlyList<LedgerEvent> Events, IReadOnlyList<Lease> Revoked)
{
    public static Decision Nothing { get; } = new(Accepted: false, [], []);
}
