using Concurrency.Core.Contract;
using Concurrency.Workloads.Gamma;

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
        Assert.Equal(1_000_001, result.Points);
        Assert.Null(result.Remark);
    }

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
