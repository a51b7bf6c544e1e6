using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Units;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Tests.Running;

/// <summary>A hundred units whose results are their numbers; some of them can be made to misbehave.</summary>
internal sealed class CountingWorkload : Workload<CountingJob, Sum, long>
{
    public override string Name => "counting";

    public long? Poison { get; init; }

    public long? HandsBack { get; init; }

    public bool RequiresAllUnits { get; init; }

    public Action<long> OnUnit { get; init; } = _ => { };

    public JobSpec Spec(long? chunk) => new(Name, Encode(new(100)), chunk);

    public override long Count(CountingJob job, long items) => job.Units;

    public override WorkloadTraits TraitsOf(CountingJob job) => new() { Grain = 10, RequiresAllUnits = RequiresAllUnits };

    public override ValueTask<RunResult<Sum>> RunAsync(CountingJob job, Chunk chunk)
    {
        var (sum, backs) = (0L, new List<HandBack>());
        for (var unit = chunk.Range.From; unit < chunk.Range.To; unit++)
        {
            OnUnit(unit);
            chunk.Cancelled.ThrowIfCancellationRequested();
            if (unit == Poison) throw new InvalidOperationException($"unit {unit} is poison");
            if (unit == HandsBack && chunk.Note.IsEmpty)
                backs.Add(new(UnitRange.Of(unit), TimeSpan.FromMilliseconds(1)) { Note = Payload.FromText("again") });
            else
                sum += unit;
            chunk.Report(unit + 1 - chunk.Range.From);
        }

        return new(new RunResult<Sum>(new(sum)) { HandBacks = backs });
    }

    public override long Finish(CountingJob job, Sum total) => total.Value;
}

internal sealed record CountingJob(long Units);

internal readonly record struct Sum(long Value) : IPartial<Sum>
{
    public static Sum Zero => default;

    public Sum Merge(Sum other) => new(Value + other.Value);

    public Payload Encode() => new(BitConverter.GetBytes(Value));

    public static Sum Decode(Payload bytes) => new(BitConverter.ToInt64(bytes.Span));
}
