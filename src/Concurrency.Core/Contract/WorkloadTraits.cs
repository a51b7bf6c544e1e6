namespace Concurrency.Core.Contract;

/// <summary>What a chunk keeps busy while it runs.</summary>
public enum SlotKind
{
    /// <summary>A processor: chunks run on threads of their own, one a slot.</summary>
    Cpu,

    /// <summary>Waiting: chunks run asynchronously and block no thread.</summary>
    Io,
}

/// <summary>What a job of a workload tells the engine about how it may be run.</summary>
public sealed record WorkloadTraits
{
    public SlotKind Slot { get; init; } = SlotKind.Cpu;

    /// <summary>A straggler may be run a second time beside itself. False where a run has side effects.</summary>
    public bool Speculative { get; init; } = true;

    /// <summary>One failed unit and there is no result: the job fails at once.</summary>
    public bool RequiresAllUnits { get; init; }

    /// <summary>Units a second for the whole job, applied when chunks are carved; null for as fast as it goes.</summary>
    public double? Pace { get; init; }

    /// <summary>Units that are not worth leasing apart: no chunk is carved smaller on purpose, and the first ones have this size.</summary>
    public long Grain { get; init; } = 1;

    /// <summary>
    /// Chunks of the job that one I/O slot runs at once, each a share of the slot; 1 for CPU slots. Work that waits goes on beside
    /// what waits longer, instead of behind it.
    /// </summary>
    public int ChunksPerSlot { get; init; } = 1;

    /// <summary>The most units in a chunk, so that its input and its records fit <see cref="Limits.PageBytes"/>.</summary>
    public long MaxChunk { get; init; } = long.MaxValue;

    /// <summary>One sentence on what cannot be, or null.</summary>
    public string? Fault()
    {
        if (!Enum.IsDefined(Slot)) return $"Its slot kind is {Slot}, but must be {SlotKind.Cpu} or {SlotKind.Io}.";
        if (Grain < 1) return $"Its grain is {Grain}, but must be at least 1.";
        if (MaxChunk < 1) return $"Its largest chunk is {MaxChunk}, but must be at least 1.";
        if (ChunksPerSlot is < 1 or > MostChunksPerSlot) return $"Its chunks per slot are {ChunksPerSlot}, but must be from 1 to {MostChunksPerSlot}.";
        if (Slot == SlotKind.Cpu && ChunksPerSlot > 1) return $"Its chunks per slot are {ChunksPerSlot}, but a processor runs one at a time.";
        return Pace is not (null or (>= LeastPace and <= double.MaxValue))
            ? $"Its pace is {Pace} units a second, but must be a finite number from {LeastPace} on."
            : null;
    }

    /// <summary>Beyond this, keeping count of them costs more than it brings.</summary>
    public const int MostChunksPerSlot = 4096;

    /// <summary>A unit in twelve days.</summary>
    private const double LeastPace = 1e-6;
}
