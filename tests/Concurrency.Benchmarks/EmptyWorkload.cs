using Concurrency.Core;
using Concurrency.Core.Contract;

namespace Concurrency.Benchmarks;

internal sealed record EmptyJob(long Units);

internal readonly record struct Nothing : IPartial<Nothing>
{
    public static Nothing Zero => default;

    public Nothing Merge(Nothing other) => default;

    public Payload Encode() => Payload.Empty;

    public static Nothing Decode(Payload bytes) => default;
}

/// <summary>A job that does nothing, so that what is left is what the engine costs.</summary>
internal sealed class EmptyWorkload : Workload<EmptyJob, Nothing, long>
{
    public override string Name => "empty";

    public override long Count(EmptyJob job, long items) => job.Units;

    public override ValueTask<RunResult<Nothing>> RunAsync(EmptyJob job, Chunk chunk) => new(new RunResult<Nothing>(default));

    public override long Finish(EmptyJob job, Nothing total) => job.Units;
}
