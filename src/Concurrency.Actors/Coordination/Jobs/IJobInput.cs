using Concurrency.Core;
using Concurrency.Core.Units;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>The input items of a job, one a unit, which come in pages.</summary>
internal interface IJobInput
{
    PageIndex Index { get; }

    /// <summary>Of the items that are held in memory.</summary>
    long Bytes { get; }

    /// <summary>The items of every unit that may still be run are there.</summary>
    bool IsKept { get; }

    /// <summary>Takes the next page.</summary>
    void Add(IReadOnlyList<Payload> items);

    /// <summary>The job is over: pages of which every unit is done are not needed any more.</summary>
    void Release(RangeSet done);

    /// <summary>Nobody asks for the items any more.</summary>
    void Clear();

    /// <summary>The items of these units, or none when the job came without input.</summary>
    ValueTask<IReadOnlyList<Payload>> SliceAsync(UnitRange range);
}
