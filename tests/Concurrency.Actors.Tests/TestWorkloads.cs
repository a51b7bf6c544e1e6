using System.Buffers.Binary;
using Concurrency.Core;
using Concurrency.Core.Contract;

namespace Concurrency.Actors.Tests;

/// <summary>The sum of the numbers of the units: exact whatever the order.</summary>
public readonly record struct UnitSum(long Units, long Sum) : IPartial<UnitSum>
{
    public static UnitSum Zero => default;

    /// <summary>A partial with this many units cannot be merged.</summary>
    public const long Unmergeable = -1;

    public UnitSum Merge(UnitSum other) => other.Units == Unmergeable
        ? throw new InvalidOperationException("unmergeable")
        : new(Units + other.Units, Sum + other.Sum);

    public Payload Encode()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Units);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Sum);
        return new(bytes);
    }

    public static UnitSum Decode(Payload bytes) => bytes.Length == 16
        ? new(BinaryPrimitives.ReadInt64LittleEndian(bytes.Span), BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[8..]))
        : throw new FormatException($"{bytes} are no sum");
}

/// <param name="Units">How many units; 0 to have one for each input item.</param>
public sealed record TestJob(long Units)
{
    public SlotKind Slot { get; init; } = SlotKind.Cpu;

    public bool RequiresAllUnits { get; init; }

    public int ChunksPerSlot { get; init; } = 1;
}

/// <summary>Sums unit numbers, and does on the way whatever a test wants done to a chunk.</summary>
public sealed class TestWorkload(Func<Chunk, ValueTask>? onRun = null) : Workload<TestJob, UnitSum, long>
{
    public override string Name => "test";

    /// <summary>Runs once, when the worker next asks for the version.</summary>
    public Action? OnKernelVersion { get; set; }

    public override string KernelVersion
    {
        get
        {
            var action = OnKernelVersion;
            OnKernelVersion = null;
            action?.Invoke();
            return base.KernelVersion;
        }
    }

    public override long Count(TestJob job, long items) => job.Units > 0 ? job.Units : items;

    public override WorkloadTraits TraitsOf(TestJob job) =>
        new()
        {
            Slot = job.Slot,
            RequiresAllUnits = job.RequiresAllUnits,
            ChunksPerSlot = job.ChunksPerSlot,
            MaxChunk = job.Units > 0 ? long.MaxValue : 1000,
        };

    /// <summary>What a test wants a run to return in the place of its sum.</summary>
    public Func<Chunk, RunResult<UnitSum>?>? Returns { get; init; }

    public override async ValueTask<RunResult<UnitSum>> RunAsync(TestJob job, Chunk chunk)
    {
        if (onRun is not null) await onRun(chunk);
        if (Returns?.Invoke(chunk) is { } instead) return instead;
        var units = Enumerable.Range(0, (int)chunk.Range.Length).Select(i => chunk.Range.From + i).ToList();
        return new(new(chunk.Range.Length, units.Sum()))
        {
            // Every item comes back as a record, so a test can see that it reached the unit it belongs to.
            Records = [.. chunk.Items.Zip(units, (item, unit) => new UnitRecord(unit, item))],
            Notices = [.. chunk.Items.Zip(units, (item, unit) => (item, unit)).Where(pair => pair.item.Length > 15)
                .Select(pair => new Notice(pair.unit, pair.item))],
        };
    }

    public override long Finish(TestJob job, UnitSum total) => total.Sum;
}
