using System.Runtime.CompilerServices;
using Concurrency.Core.Contract;

namespace Concurrency.Workloads.Gamma;

/// <summary>The Gamma integral over a range as a sum over equidistant points. A unit is a block of <see cref="GammaKernel.PointsPerBlock"/> points.</summary>
public sealed class GammaWorkload : Workload<GammaJob, GammaPartial, GammaResult>
{
    /// <summary>Blocks that make about 1.2 ms of work, at 2.3 ns a point.</summary>
    private const long BlocksPerGrain = 64;

    /// <summary>A job's kernel takes longer to make than a block to sum, and all chunks of a job can use the same.</summary>
    private readonly ConditionalWeakTable<GammaJob, GammaKernel> _kernels = [];

    public override string Name => "gamma";

    /// <summary>
    /// Names no hardware, because the kernel has the same bits on all: eight lanes whatever the width of a vector, and no function of the
    /// framework beyond + − × ÷ and fused multiply-add. To be raised with any change to those bits.
    /// </summary>
    public override string KernelVersion => "1";

    public override long Count(GammaJob job, long items)
    {
        if (items > 0) throw new BadJobException($"A gamma job takes no input items, but came with {items}.");
        return GammaKernel.BlocksOf(job);
    }

    public override WorkloadTraits TraitsOf(GammaJob job) =>
        new() { Slot = SlotKind.Cpu, Speculative = true, RequiresAllUnits = true, Grain = BlocksPerGrain };

    public override ValueTask<RunResult<GammaPartial>> RunAsync(GammaJob job, Chunk chunk) =>
        ValueTask.FromResult(new RunResult<GammaPartial>(KernelOf(job).Sum(chunk.Range, chunk.Cancelled, chunk.Report)));

    public override GammaResult Finish(GammaJob job, GammaPartial total)
    {
        var value = KernelOf(job).Value(total).ToDouble();
        var reference = GammaIntegral.Over(job.X, job.From, job.To);
        return double.IsFinite(value)
            ? new(value, reference, job.Points) { Remark = reference is null ? TooLarge("integral") : null }
            : new(Value: null, reference, job.Points) { Remark = TooLarge("sum times the step") };
    }

    private static string TooLarge(string what) => $"The {what} is above {double.MaxValue:R}, the largest number there is a double for.";

    private GammaKernel KernelOf(GammaJob job) => _kernels.GetValue(job, static job => new(job));
}
