using System.Collections.Immutable;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;

namespace Concurrency.Core.Ledger;

/// <summary>
/// A job's state as it is written down: what the events so far come to. A state that is restored from it and then has the later events applied
/// is the state that all of them make.
/// </summary>
/// <param name="Reason">Why there is no result, when there is none.</param>
/// <param name="Done">In order, disjoint.</param>
/// <param name="Waiting">
/// Units that were tried before or wait for something, leased or not. Those that stand here nowhere are pending and <see cref="Standing.Fresh"/>.
/// </param>
/// <param name="Failed">In order of the units.</param>
/// <param name="Chunks">How many results were accepted.</param>
/// <param name="Retries">How many started runs failed or were lost.</param>
/// <param name="Total">The merged partial of the units that are done; see <see cref="IAccumulator.Encode"/>.</param>
public sealed record JobSnapshot(
    JobStatus Status,
    string? Reason,
    ImmutableArray<UnitRange> Done,
    ImmutableArray<Fragment> Waiting,
    ImmutableArray<FailedUnits> Failed,
    long Chunks,
    long Retries,
    Payload Total);
