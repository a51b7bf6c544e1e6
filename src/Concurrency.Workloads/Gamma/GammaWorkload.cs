using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Concurrency.Core.Contract;

namespace Concurrency.Workloads.Gamma;

/// <summary>The Gamma integral over a range as a sum over equidistant points. A unit is a block of <see cref="GammaKernel.PointsPerBlock"/> points.</summary>
public sealed class GammaWorkload : Workload<GammaJob, GammaPartial, GammaResult>
{
    /// <summary>Blocks that make about 1.5 ms of work.</summary>
    private const long BlocksPerGrain = 64;

    /// <summary>A job's kernel takes longer to make than a block to sum, and all chunks of a job can use the same.</summary>
    private readonly ConditionalWeakTable<GammaJob, GammaKernel> _kernels = [];

    public override string Name => "gamma";

    /// <summary>The terms come from the framework's vector exponential and logarithm, whose bits depend on what is named here.</summary>
    public override string KernelVersion { get; } = string.Join(
        '-', "1", $"net{Environment.Version.ToString(2)}", RuntimeInformation.ProcessArchitecture, $"v{VectorBits}", IsFused ? "fma" : "nofma");

    private static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64;

    private static bool IsFused => Fma.IsSupported || AdvSimd.Arm64.IsSupported;

    public override long Count(GammaJob job, long items)
    {
        if (items > 0) throw new BadJobException($"A gamma job takes no input items, but came with {items}.");
        return ((job.Points - 1) / GammaKernel.PointsPerBlock) + 1;
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
            ? new(value, reference, job.Points)
            : new(Value: null, reference, job.Points) { Remark = $"The sum times the step is above {double.MaxValue:R}, the largest number there is a double for." };
    }

    private GammaKernel KernelOf(GammaJob job) => _kernels.GetValue(job, static job => new(job));
}
