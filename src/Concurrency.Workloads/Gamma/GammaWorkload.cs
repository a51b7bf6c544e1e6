using System.Runtime.CompilerServices;
using Concurrency.Core.Contract;
using Concurrency.Core.Units;
using Concurrency.Workloads.Gamma.Adaptive;

namespace Concurrency.Workloads.Gamma;

/// <summary>The Gamma integral over a range as a sum over points. A unit is a block of <see cref="GammaJob.PointsPerBlock"/> points.</summary>
public sealed class GammaWorkload : Workload<GammaJob, GammaPartial, GammaResult>
{
    /// <summary>Blocks that make some 0.2 ms of work, and more in a job that would otherwise have more grains than a loop gets through soon, all of them skipped.</summary>
    private const long BlocksPerGrain = 32;

    private const long MostGrains = 1 << 20;

    /// <summary>A job's kernel takes longer to make than a block to sum, and all chunks of a job can use the same.</summary>
    private readonly ConditionalWeakTable<GammaJob, GammaKernel> _kernels = [];

    private readonly ConditionalWeakTable<GammaJob, AdaptiveQuadrature> _quadratures = [];

    public override string Name => "gamma";

    /// <summary>
    /// Names no hardware, because the kernel has the same bits on all: eight lanes whatever the width of a vector, and no function of the
    /// framework beyond + − × ÷ and fused multiply-add. To be raised with any change to those bits.
    /// </summary>
    public override string KernelVersion => "3";

    public override long Count(GammaJob job, long items)
    {
        if (items > 0) throw new BadJobException($"A gamma job takes no input items, but came with {items}.");
        return IsAdaptive(job) ? QuadratureOf(job).Blocks : GammaKernel.BlocksOf(job);
    }

    public override WorkloadTraits TraitsOf(GammaJob job) =>
        new() { Slot = SlotKind.Cpu, Speculative = true, RequiresAllUnits = true, Grain = IsAdaptive(job) ? 1 : Math.Max(BlocksPerGrain, GammaKernel.BlocksOf(job) / MostGrains) };

    public override ValueTask<RunResult<GammaPartial>> RunAsync(GammaJob job, Chunk chunk) =>
        ValueTask.FromResult(new RunResult<GammaPartial>(IsAdaptive(job)
            ? QuadratureOf(job).Sum(chunk.Range, chunk.Cancelled, chunk.Report)
            : KernelOf(job).Sum(chunk.Range, chunk.Cancelled, chunk.Report)));

    public override GammaResult Finish(GammaJob job, GammaPartial total)
    {
        if (IsAdaptive(job)) return FinishAdaptive(job, QuadratureOf(job), total);
        var kernel = KernelOf(job);
        var value = Finite(kernel.Value(total).ToDouble());
        var reference = GammaIntegral.Over(job.X, job.From, job.To);
        return new(value, reference, kernel.PointsEvaluated)
        {
            Remark = value is null ? TooLarge("sum times the step") : reference is null ? TooLarge("integral") : null,
            RoundingBound = value is { } sum ? Math.BitIncrement(sum) - sum : null,
            Discretisation = reference is null ? null : Finite(DiscretisationError.Of(job, GammaIntegral.ScaledOver(job.X, job.From, job.To)).ToDouble()),
            TailBelow = job.From == 0 ? 0 : GammaIntegral.Over(job.X, 0, job.From),
            TailAbove = job.To < double.MaxValue ? GammaIntegral.Over(job.X, job.To, double.MaxValue) : 0,
        };
    }

    /// <summary>
    /// Has the code for such a job compiled, by summing a few blocks of it, whose sum nobody gets: what the runtime compiles at the first call takes far longer than a
    /// million points.
    /// </summary>
    public static void Prepare(GammaJob job)
    {
        if (IsAdaptive(job)) return;
        var kernel = new GammaKernel(job);
        if (kernel.PointsEvaluated == 0) return;
        var blocks = kernel.BlocksEvaluated;
        foreach (var block in new[] { blocks.From, blocks.From + (blocks.Length / 2), blocks.To - 1 }) // from one end to the other polynomials change their degree
            kernel.Sum(UnitRange.Of(block), CancellationToken.None);
    }

    private static GammaResult FinishAdaptive(GammaJob job, AdaptiveQuadrature quadrature, GammaPartial total)
    {
        var reference = GammaIntegral.Over(job.X, job.From, job.To);
        var value = quadrature.Value(total).ToDouble();
        if (!double.IsFinite(value)) return new(Value: null, reference, quadrature.Points) { Remark = TooLarge("integral") };
        var bound = quadrature.ErrorBound(value);
        return new(value, reference, quadrature.Points)
        {
            ErrorBound = bound,
            Remark = bound <= job.Tolerance * value
                ? null
                : $"The integral is below {AdaptiveQuadrature.SmallestNormal:R}, where doubles are too far apart for the tolerance: it is within {bound:R} of the value.",
        };
    }

    private static bool IsAdaptive(GammaJob job) => job.Rule == QuadratureRule.Adaptive;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string TooLarge(string what) => $"The {what} is above {double.MaxValue:R}, the largest number there is a double for.";

    private GammaKernel KernelOf(GammaJob job) => _kernels.GetValue(job, static job => new(job));

    private AdaptiveQuadrature QuadratureOf(GammaJob job) => _quadratures.GetValue(job, static job => new(job));
}
