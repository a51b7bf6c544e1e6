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
    /// <summary>The strictest terms of any of its units.</summary>
    public Standing Standing { get; } = Standing.Strictest(Parts);

    /// <summary>1 on the first attempt.</summary>
    public int Attempt => Standing.Attempts + 1;
}

/// <summary>Who asks for a lease.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Host">The machine it runs on.</param>
/// <param name="Slots">Slots of the job's kind that all workers have together.</param>
/// <param name="Idle">A slot of the worker would run the lease at once; false when it is for the prefetch.</param>
public readonly record struct Applicant(WorkerId Worker, string Host, int Slots, bool Idle);

/// <summary>What a worker says of a run that returned.</summary>
/// <param name="Lease">The lease it ran under.</param>
/// <param name="Range">The range it ran, which counts even when nobody knows the lease any more.</param>
/// <param name="Elapsed">How long the run took.</param>
public sealed record Completion(LeaseId Lease, WorkerId Worker, UnitRange Range, Contract.ChunkOutput Output, TimeSpan Elapsed);
