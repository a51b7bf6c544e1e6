using Concurrency.Core.Units;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Workloads.Tests.Gamma;

public class QuadratureTests
{
    [Theory]
    [InlineData("left")]
    [InlineData("midpoint")]
    [InlineData("trapezoid")]
    [InlineData("simpson")]
    public void Value_is_the_rule_at_the_real_points(string rule)
    {
        var checkedRows = 0;
        foreach (var row in References.Rows("sums.csv").Where(row => string.Equals(row[4], rule, StringComparison.Ordinal)))
        {
            var steps = long.Parse(row[3]);
            if (steps > 200_000) continue;
            AssertRight(row);
            checkedRows++;
        }

        Assert.True(checkedRows > 100, $"only {checkedRows} rows");
    }

    [Fact]
    public void Value_is_right_with_millions_of_points()
    {
        var checkedRows = 0;
        foreach (var row in References.Rows("sums.csv").Where(row => long.Parse(row[3]) > 200_000))
        {
            if (JobOf(row) is { Steps: > 4_000_000, Rule: not QuadratureRule.Left }) continue; // a debug build takes long
            AssertRight(row);
            checkedRows++;
        }

        Assert.True(checkedRows > 10, $"only {checkedRows} rows");
    }

    [Fact]
    public void Gamma_of_6_is_120() => Assert.Equal(120, ValueOf(new(6, 0, 1000, 10_000_000)), 1e-13);

    [Fact]
    public void A_sum_that_no_double_holds_is_scaled_back_to_one()
    {
        // The raw sum is near 10^310.
        var value = ValueOf(new(170.9, 0, 1000, 1_000_000));
        Assert.True(References.Error(value, GammaIntegral.Over(170.9, 0, 1000)!.Value) < 1e-15, $"{value:R}");
    }

    [Fact]
    public void A_value_that_no_double_holds_is_said_so()
    {
        AssertTooLarge(new(171, 170, 1e6, 1));
        AssertTooLarge(new(0.5, 1e-300, 1.7e308, 1));
    }

    /// <summary>A unit in the last place is promised; what is proven is half of one for the last rounding, and 0.3 · 2^-53 for everything before.</summary>
    private static void AssertRight(string[] row)
    {
        var value = ValueOf(JobOf(row));
        var off = References.UlpsOff(value, row[5]);
        Assert.True(off < 0.8, $"{string.Join(',', row)}: {value:R} is off by {off:F3} units in the last place");
    }

    private static GammaJob JobOf(string[] row) =>
        new(References.Number(row[0]), References.Number(row[1]), References.Number(row[2]), long.Parse(row[3]), QuadratureRules.Parse(row[4]));

    private static void AssertTooLarge(GammaJob job)
    {
        var workload = new GammaWorkload();
        var result = workload.Finish(job, new GammaKernel(job).Sum(new(0, 1), CancellationToken.None));
        Assert.Null(result.Value);
        Assert.Null(result.Error);
        Assert.Contains("largest number", result.Remark, StringComparison.Ordinal);
    }

    /// <summary>A block spans so little of the largest job that the integrand is a straight line over it, to 10^-18.</summary>
    [Theory]
    [InlineData(0.001)]
    [InlineData(0.3)]
    [InlineData(0.5000001)]
    [InlineData(0.999)]
    public void Points_of_the_largest_job_are_where_they_belong(double where)
    {
        var job = new GammaJob(6.5, 0.1, 20, GammaJob.MaxSteps);
        var kernel = new GammaKernel(job);
        var block = (long)(where * kernel.Blocks);
        var step = DoubleDouble.Sum(job.To, -job.From) / job.Steps;
        var centre = (step * ((block * (double)GammaKernel.PointsPerBlock) + ((GammaKernel.PointsPerBlock - 1) / 2.0))) + job.From;
        var log = (DoubleDoubleFunctions.Log(new(centre)) * (job.X - 1)) - centre;
        var expected = DoubleDoubleFunctions.Exp(log) * new ScaledNumber(step * GammaKernel.PointsPerBlock);
        var value = kernel.Value(kernel.Sum(UnitRange.Of(block), CancellationToken.None)).ToDouble();
        Assert.True(References.Error(value, expected.ToDouble()) < 2.3e-16, $"{value:R}, not {expected.ToDouble():R}");
    }

    [Fact]
    public void The_largest_job_can_be_summed_from_its_ends()
    {
        var kernel = new GammaKernel(new(0.5, 0, double.MaxValue, GammaJob.MaxSteps, QuadratureRule.Midpoint));
        var last = kernel.Sum(UnitRange.Of(kernel.Blocks - 1), CancellationToken.None);
        Assert.Equal(GammaPartial.Zero, last);
        Assert.Equal(0, kernel.Value(kernel.Sum(UnitRange.Of(0), CancellationToken.None)).ToDouble());
    }

    private static double ValueOf(GammaJob job)
    {
        var kernel = new GammaKernel(job);
        return kernel.Value(kernel.Sum(new(0, kernel.Blocks), CancellationToken.None)).ToDouble();
    }
}
