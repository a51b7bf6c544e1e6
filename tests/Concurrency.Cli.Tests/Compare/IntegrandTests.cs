using Concurrency.Cli.Compare;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Tests.Compare;

public class IntegrandTests
{
    [Theory]
    [InlineData(6, 0, 1000, 5)]
    [InlineData(171, 0, 1000, 170)]
    [InlineData(6, 20, 1000, 20)]
    [InlineData(0.5, 0.25, 1000, 0.25)]
    public void It_is_1_where_it_is_largest(double x, double from, double to, double largest)
    {
        var integrand = new Integrand(new(x, from, to, 1000));
        Assert.Equal(1, integrand.At(largest), 1e-12);
        Assert.InRange(integrand.At(largest + 0.1), 0.5, 1);
        Assert.Equal(0, integrand.At(1e5));
    }

    [Theory]
    [InlineData(6, 0, 1000)]
    [InlineData(171, 0, double.MaxValue)]
    [InlineData(1, 0, 1000)]
    public void What_is_visible_is_what_is_above_a_thousandth(double x, double from, double to)
    {
        var job = new GammaJob(x, from, to, 1000);
        var integrand = new Integrand(job);
        var visible = Integrand.Visible(job);
        if (x > 1) Assert.Equal(1e-3, integrand.At(visible.From), 1e-4);
        else Assert.Equal(from, visible.From);
        Assert.Equal(1e-3, integrand.At(visible.To), 1e-4);
    }

    [Fact]
    public void What_is_visible_ends_where_the_job_does()
    {
        Assert.Equal((2, 8), Integrand.Visible(new(6, 2, 8, 1000)));
        Assert.Equal((0, 3), Integrand.Visible(new(0.5, 0, 3, 1000, QuadratureRule.Midpoint)));
    }
}
