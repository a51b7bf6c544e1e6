using Concurrency.Core.Units;
using Concurrency.Workloads.Gamma;
using Xunit;

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
            var (x, from, to, expected) = (References.Number(row[0]), References.Number(row[1]), References.Number(row[2]), References.Number(row[5]));
            var error = References.Error(ValueOf(new(x, from, to, steps, QuadratureRules.Parse(rule))), expected);
            Assert.True(error < (x <= 10 ? 1e-15 : 2e-15), $"{string.Join(',', row)}: off by {error:E2}");
            checkedRows++;
        }

        Assert.True(checkedRows > 100, $"only {checkedRows} rows");
    }

    [Fact]
    public void Value_is_right_with_millions_of_points()
    {
        foreach (var row in References.Rows("sums.csv").Where(row => long.Parse(row[3]) is > 200_000 and < 2_500_000))
        {
            var job = new GammaJob(References.Number(row[0]), References.Number(row[1]), References.Number(row[2]), long.Parse(row[3]), QuadratureRules.Parse(row[4]));
            var error = References.Error(ValueOf(job), References.Number(row[5]));
            Assert.True(error < 1e-15, $"{string.Join(',', row)}: off by {error:E2}");
        }
    }

    [Fact]
    public void Gamma_of_6_is_120() => Assert.Equal(120, ValueOf(new(6, 0, 1000, 10_000_000)), 1e-13);

    [Fact]
    public void A_sum_that_no_double_holds_is_scaled_back_to_one()
    {
        // The raw sum is near 10^310.
        var value = ValueOf(new(170.9, 0, 1000, 1_000_000));
        Assert.True(References.Error(value, GammaIntegral.Over(170.9, 0, 1000)) < 1e-15, $"{value:R}");
    }

    [Fact]
    public void A_value_that_no_double_holds_is_said_so()
    {
        var workload = new GammaWorkload();
        var job = new GammaJob(171, 170, 1e6, 1);
        var result = workload.Finish(job, new GammaKernel(job).Sum(new(0, 1), CancellationToken.None));
        Assert.Null(result.Value);
        Assert.Null(result.Error);
        Assert.Contains("largest number", result.Remark, StringComparison.Ordinal);
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
