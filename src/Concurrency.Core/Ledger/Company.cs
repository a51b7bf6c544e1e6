namespace Concurrency.Core.Ledger;

/// <summary>What a suspect would run beside on a worker, which decides whether the worker may have it.</summary>
/// <param name="Suspects">Suspects of the job that the worker has.</param>
/// <param name="MaxSuspects">How many of them there may be, for the strictest of them.</param>
/// <param name="IsVacant">The worker has nothing at all.</param>
public readonly record struct Company(int Suspects, int MaxSuspects, bool IsVacant)
{
    public bool Admits(Standing standing) =>
        !standing.IsSuspect || (standing.IsIsolated ? IsVacant : Suspects < Math.Min(MaxSuspects, standing.MaxSuspects));
}
