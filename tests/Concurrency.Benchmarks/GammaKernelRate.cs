using BenchmarkDotNet.Attributes;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Benchmarks;

/// <summary>The bare kernel on one processor: the time for a point, where only those that are not skipped count.</summary>
public class GammaKernelRate
{
    private const int Steps = 10_000_000;
    private const int Rounds = 100;

    /// <summary>What is left of the exercise's points: 26 blocks, up to t = 170.</summary>
    private const int EvaluatedOfExercise = 26 * GammaKernel.PointsPerBlock;

    private readonly GammaKernel _exercise = new(new(x: 6.5, from: 0, to: 1000, Steps));
    private readonly GammaKernel _evaluated = new(new(x: 6.5, from: 0, to: 100, Steps));

    [GlobalSetup]
    public void CheckPoints()
    {
        if ((_exercise.PointsEvaluated, _evaluated.PointsEvaluated) != (EvaluatedOfExercise, Steps))
            throw new InvalidOperationException($"{_exercise.PointsEvaluated} and {_evaluated.PointsEvaluated} points are evaluated.");
    }

    [Benchmark(Description = "a point of [0, 1000]", OperationsPerInvoke = EvaluatedOfExercise * Rounds)]
    public GammaPartial Exercise() => Sum(_exercise);

    [Benchmark(Description = "a point of [0, 100]", OperationsPerInvoke = Steps * Rounds)]
    public GammaPartial Evaluated() => Sum(_evaluated);

    private static GammaPartial Sum(GammaKernel kernel)
    {
        var total = GammaPartial.Zero;
        for (var round = 0; round < Rounds; round++) total = total.Merge(kernel.Sum(new(0, kernel.Blocks), CancellationToken.None));
        return total;
    }
}
