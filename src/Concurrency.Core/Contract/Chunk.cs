using Concurrency.Core.Units;

namespace Concurrency.Core.Contract;

/// <summary>What a run is given: a range of the job and what comes with it.</summary>
public sealed class Chunk(UnitRange range, CancellationToken cancelled)
{
    private long _unitsDone;

    public UnitRange Range { get; } = range;

    /// <summary>A run that computes looks at it every 50 ms or oftener: the slot is busy until the run has stopped.</summary>
    public CancellationToken Cancelled { get; } = cancelled;

    /// <summary>One input item a unit, in the order of <see cref="Range"/>; empty for a workload without input.</summary>
    public IReadOnlyList<Payload> Items { get; init; } = [];

    /// <summary>What the run that handed these units back left for this one; empty on a first run.</summary>
    public Payload Note { get; init; }

    /// <summary>1 on the first attempt.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The name of the worker that runs the chunk.</summary>
    public string Worker { get; init; } = "";

    /// <summary>How many units of this chunk are done, for live progress. May be called from any thread.</summary>
    public void Report(long unitsDone) => Interlocked.Exchange(ref _unitsDone, unitsDone);

    public long UnitsDone => Interlocked.Read(ref _unitsDone);
}
