using Concurrency.Core.Jobs;
using Concurrency.Core.Units;

namespace Concurrency.Core.Ledger;

/// <summary>A range that one worker has the right to run. Two leases of one range are twins: the first result wins.</summary>
/// <param name="Parts">
/// The pending fragments that it was made of, so that it can go back as it came: one, save for an adopted lease, which may reach
/// over several.
/// </param>
public sealed record Lease(LeaseId Id, WorkerId Worker, UnitRange Range, IReadOnlyList<Fragment> Parts)
{
    /// <summary>1 on the first attempt; of units with different pasts, that of those with the most.</summary>
    public int Attempt => Parts.Select(part => part.Standing.Attempts).DefaultIfEmpty().Max() + 1;

    /// <summary>What the last run left for this one.</summary>
    public Payload Note => Parts.Count > 0 ? Parts[0].Standing.Note : default;

    /// <summary>See <see cref="Standing.IsSuspect"/>.</summary>
    public bool IsSuspect => MaxSuspects < int.MaxValue;

    /// <summary>See <see cref="Standing.MaxSuspects"/>.</summary>
    public int MaxSuspects => Parts.Select(part => part.Standing.MaxSuspects).DefaultIfEmpty(int.MaxValue).Min();

    /// <summary>Its worker has nothing else, and gets nothing else before it is answered.</summary>
    public bool IsIsolated { get; init; }
}

/// <summary>Who asks for a lease.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Host">The machine it runs on.</param>
/// <param name="Slots">How many chunks of the job all workers together can run at once.</param>
/// <param name="Idle">A slot of the worker would run the lease at once; false when it is for the prefetch.</param>
/// <param name="Vacant">The worker has nothing of any job, and would get nothing beside a lease that is isolated.</param>
public readonly record struct Applicant(WorkerId Worker, string Host, int Slots, bool Idle, bool Vacant);

/// <summary>What a worker says of a run that returned.</summary>
/// <param name="Lease">The lease it ran under.</param>
/// <param name="Range">The range it ran, which counts even when nobody knows the lease any more.</param>
/// <param name="Elapsed">How long the run took.</param>
public sealed record Completion(LeaseId Lease, WorkerId Worker, UnitRange Range, Contract.ChunkOutput Output, TimeSpan Elapsed);
