using System.Diagnostics;
using System.Globalization;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Benchmarks;

/// <summary>The bare gamma kernel on one thread, for <c>scripts/bench-peers</c>.</summary>
internal static class KernelRate
{
    public const string Verb = "kernel-rate";

    /// <summary>Steps of the job that is summed before, so that all code is compiled, and compiled well.</summary>
    private const long WarmUpSteps = 10_000_000;

    private const int WarmUps = 10;

    /// <summary>Prints the value, the seconds that the sum took, and of how many points it is: the kernel skips points that together cannot change the sum.</summary>
    public static void Measure(double x, double to, long steps)
    {
        for (var i = 0; i < WarmUps; i++) Sum(new(x, 0, to, WarmUpSteps));
        var job = new GammaJob(x, 0, to, steps);
        var watch = Stopwatch.StartNew();
        var total = Sum(job);
        var seconds = watch.Elapsed.TotalSeconds;
        var value = new GammaWorkload().Finish(job, total).Value!.Value;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value:R} {seconds:0.000000} {new GammaKernel(job).PointsEvaluated}"));
    }

    private static GammaPartial Sum(GammaJob job)
    {
        var kernel = new GammaKernel(job);
        return kernel.Sum(new(0, kernel.Blocks), CancellationToken.None);
    }
}
