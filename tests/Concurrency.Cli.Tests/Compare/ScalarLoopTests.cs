using Concurrency.Cli.Compare;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Tests.Compare;

public class ScalarLoopTests
{
    [Theory]
    [InlineData(QuadratureRule.Left)]
    [InlineData(QuadratureRule.Midpoint)]
    [InlineData(QuadratureRule.Trapezoid)]
    [InlineData(QuadratureRule.Simpson)]
    public void The_plain_loop_sums_what_the_kernel_sums(QuadratureRule rule)
    {
        // With so few steps the rules differ by more than a plain sum can be off.
        var job = new GammaJob(3.5, 0.25, 7, 100, rule);
        var workload = new GammaWorkload();
        var kernel = new GammaKernel(job);
        var exact = workload.Finish(job, kernel.Sum(new(0, kernel.Blocks), CancellationToken.None)).Value!.Value;
        Assert.Equal(exact, ScalarLoop.Value(job, CancellationToken.None), exact * 1e-12);
    }

    [Fact]
    public void Where_a_power_leaves_the_range_there_is_no_value() =>
        Assert.False(double.IsFinite(ScalarLoop.Value(new(171, 0, 1000, 1000), CancellationToken.None)));

    [Fact]
    public void It_stops_when_asked_to() =>
        Assert.Throws<OperationCanceledException>(() => ScalarLoop.Value(new(6, 0, 1000, GammaJob.MaxSteps), new(canceled: true)));
}
