using Concurrency.Core.Contract;
using Concurrency.Workloads.Gamma;
using Concurrency.Workloads.Gamma.Adaptive;

namespace Concurrency.Workloads.Tests.Gamma;

public class GammaWorkloadTests
{
    private readonly GammaWorkload _workload = new();

    [Fact]
    public async Task Chunks_add_up_to_the_answer()
    {
        var job = new GammaJob(6, 0, 1000, 1_000_000, QuadratureRule.Trapezoid);
        var plan = _workload.Open(_workload.Encode(job), 0);
        var total = plan.NewAccumulator();
        for (var from = plan.Units - 1; from >= 0; from--)
        {
            var chunk = new Chunk(new(from, from + 1), CancellationToken.None);
            var output = await plan.RunAsync(chunk);
            Assert.Null(output.FaultFor(chunk.Range));
            Assert.Equal(1, chunk.UnitsDone);
            total.Add(output.Partial);
        }

        var result = _workload.Finish(job, GammaPartial.Decode(total.Encode()));
        Assert.Equal(120, result.Value!.Value, 1e-13);
        Assert.Equal(120, result.Reference!.Value, 1e-13);
        Assert.Equal(result.Value - result.Reference, result.Error);
        Assert.Equal(3 * GammaKernel.PointsPerBlock, result.Points); // the others are where f is below 10^-63
        Assert.Null(result.Remark);
    }

    [Fact]
    public async Task Blocks_of_nodes_add_up_to_the_integral()
    {
        var job = GammaJob.Adaptive(6, 0, double.PositiveInfinity, 1e-13);
        var plan = _workload.Open(_workload.Encode(job), 0);
        var total = plan.NewAccumulator();
        for (var unit = 0; unit < plan.Units; unit++) total.Add((await plan.RunAsync(new(new(unit, unit + 1), CancellationToken.None))).Partial);

        var result = _workload.Finish(job, GammaPartial.Decode(total.Encode()));
        Assert.Equal(120, result.Value!.Value, result.ErrorBound!.Value);
        Assert.InRange(result.ErrorBound.Value, double.Epsilon, 120e-13);
        Assert.Equal((120, job.Points, null), (result.Reference, result.Points, result.Remark));
    }

    [Theory]
    [InlineData(710, 1e-311)]
    [InlineData(2000, 0)]
    public void An_integral_that_doubles_are_too_coarse_for_is_said_to_be(double from, double most)
    {
        var job = GammaJob.Adaptive(1e-3, from, double.PositiveInfinity, 1e-13);
        var quadrature = new AdaptiveQuadrature(job);
        var result = _workload.Finish(job, quadrature.Sum(new(0, quadrature.Blocks), CancellationToken.None));
        Assert.InRange(result.Value!.Value, 0, most);
        Assert.InRange(result.ErrorBound!.Value, double.Epsilon, 2e-323);
        Assert.StartsWith("The integral is below 2.2", result.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void An_integral_that_no_double_holds_is_said_to_be()
    {
        var job = GammaJob.Adaptive(171, 1e-10, double.PositiveInfinity, 1e-9);
        var result = _workload.Finish(job, new(default(ExactSum) + (DoubleDouble)65_536));
        Assert.Equal((null, null), (result.Value, result.ErrorBound));
        Assert.Contains("largest number", result.Remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e9, 13)] // 170 million points count, of 10^15
    [InlineData(1e15, 1)]
    public void What_is_skipped_takes_no_time(double to, long blocks)
    {
        var job = new GammaJob(6, 0, to, GammaJob.MaxSteps);
        var kernel = new GammaKernel(job);
        Assert.InRange(kernel.BlocksEvaluated.Length, 1, blocks * 200);
        var told = new List<long>();
        var sum = kernel.Sum(new(0, kernel.Blocks), CancellationToken.None, told.Add);
        Assert.Equal(kernel.Blocks, told[^1]);
        Assert.InRange(told.Count, 1, kernel.BlocksEvaluated.Length + 1);
        Assert.Equal(GammaPartial.Zero, kernel.Sum(new(kernel.BlocksEvaluated.To, kernel.Blocks), CancellationToken.None));
        Assert.Equal(120, kernel.Value(sum).ToDouble(), to == 1e9 ? 1e-12 : 10);
        Assert.InRange(kernel.Blocks / _workload.TraitsOf(job).Grain, 1, 2_000_000);
    }

    [Theory]
    [InlineData(6, 1000, 10_000_000, QuadratureRule.Simpson)]
    [InlineData(6, 1000, 1, QuadratureRule.Left)] // whose only term is 0
    public void Any_job_can_be_prepared(double x, double to, long steps, QuadratureRule rule) => GammaWorkload.Prepare(new(x, 0, to, steps, rule));

    [Fact]
    public void A_run_stops_within_a_block_of_being_told()
    {
        using var source = new CancellationTokenSource();
        var kernel = new GammaKernel(new(6, 0, 100, 10_000_000));
        var done = 0L;
        Assert.Throws<OperationCanceledException>(() => kernel.Sum(new(0, kernel.Blocks), source.Token, blocks =>
        {
            done = blocks;
            if (blocks == 3) source.Cancel();
        }));
        Assert.Equal(3, done);
    }

    [Fact]
    public void A_reference_that_no_double_holds_is_said_so()
    {
        var job = new GammaJob(1e-309, 0, 1, 10, QuadratureRule.Midpoint);
        var result = _workload.Finish(job, new GammaKernel(job).Sum(new(0, 1), CancellationToken.None));
        Assert.InRange(result.Value!.Value, 3, 4);
        Assert.Equal((null, null), (result.Reference, result.Error));
        Assert.StartsWith("The integral is above 1.797", result.Remark, StringComparison.Ordinal);
    }
}
