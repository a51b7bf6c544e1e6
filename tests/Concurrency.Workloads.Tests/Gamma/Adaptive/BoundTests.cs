using System.Numerics;
using Concurrency.Workloads.Gamma;
using Concurrency.Workloads.Gamma.Adaptive;

namespace Concurrency.Workloads.Tests.Gamma.Adaptive;

/// <summary>What the error bound rests on, tried at complex points with the framework's functions.</summary>
public class BoundTests
{
    /// <summary>The framework's functions round.</summary>
    private const double Slack = 1e-9;

    [Fact]
    public void A_strip_is_as_narrow_as_it_says()
    {
        var sine = 0.0;
        foreach (var strip in Strip.All)
        {
            sine += 1 / 64.0;
            Assert.InRange(strip.HalfWidth, Math.Asin(sine) * 0.97, Math.Asin(sine));
            Assert.Equal(Math.Cos(Math.Asin(sine)), strip.Cosine, Slack);
            Assert.InRange(strip.Shrinkage, Math.Cos(Math.PI / 2 * sine) * 0.97, Math.Cos(Math.PI / 2 * sine) + Slack);
        }

        Assert.Equal(0.75, sine);
        Assert.True(Strip.All[^1].Cosine > 2 / Math.PI);
    }

    [Fact]
    public void Inside_a_strip_q_is_where_it_is_said_to_be()
    {
        var random = new Random(1);
        foreach (var strip in Strip.All)
        {
            for (var n = 0; n < 2000; n++)
            {
                // The boundary is where it is closest, but inside it must hold too.
                var height = strip.HalfWidth * (n % 2 == 0 ? 1 : random.NextDouble());
                var exponent = Math.PI * Complex.Sinh(new(3 * random.NextDouble() * (random.Next(2) == 0 ? 1 : -1), height));
                var q = 1 / (1 + Complex.Exp(-exponent));
                Assert.InRange(2 * Math.Abs(q.Imaginary), 0, strip.Height + Slack);
                Assert.InRange(2 * q.Real, -strip.Overshoot - Slack, 2 + strip.Overshoot + Slack);
                Assert.True(Complex.Abs(q) <= 1 / ((1 + Math.Exp(-exponent.Real)) * strip.Shrinkage) + Slack);
            }
        }
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(20.5)]
    [InlineData(171)]
    public void Nowhere_in_a_rectangle_is_g_larger_than_said(double x)
    {
        var random = new Random(1);
        var integrand = new LogIntegrand(x);
        for (var n = 0; n < 2000; n++)
        {
            var (low, length, height) = ((12 * random.NextDouble()) - 8, 3 * random.NextDouble(), 4 * random.NextDouble());
            var most = integrand.LogMost(low, low + length, height);
            for (var k = 0; k < 20; k++)
            {
                Complex v = new(low + (length * random.NextDouble()), height * ((2 * random.NextDouble()) - 1));
                var log = ((x * v) - Complex.Exp(v)).Real;
                Assert.True(log <= most + (Slack * Math.Abs(log)) + Slack, $"g at {v} is e^{log}, above e^{most}");
            }
        }
    }

    [Theory]
    [InlineData(1e-3, 0, double.PositiveInfinity)]
    [InlineData(0.5, 1e-300, 20)]
    [InlineData(6.5, 0, 1e6)]
    [InlineData(171, 0.1, double.PositiveInfinity)]
    [InlineData(2, 700, 1e4)]
    public void What_is_cut_off_a_range_is_within_its_budget(double x, double from, double to)
    {
        var range = new EffectiveRange(new(x), from, to, 1e-13);
        var whole = GammaIntegral.Over(x, from, to)!.Value;
        Assert.True(whole >= DoubleDoubleFunctions.Exp(range.Budget.LogUnit).ToDouble() * 0.63);
        var most = Math.Exp(range.Budget.OfEnd) * DoubleDoubleFunctions.Exp(range.Budget.LogUnit).ToDouble();
        if (range.IsStartCut) Assert.InRange(GammaIntegral.Over(x, from, Math.Exp(range.Start!.Value.High))!.Value, most / 100, most);
        if (range.IsEndCut) Assert.InRange(GammaIntegral.Over(x, Math.Exp(range.End.High), to)!.Value, most / 100, most);
        Assert.True(range.IsStartCut || range.IsEndCut);
    }

    [Theory]
    [InlineData(-3.2)]
    [InlineData(-0.01)]
    [InlineData(0)]
    [InlineData(1.3)]
    public void A_node_is_right_on_both_sides(double u)
    {
        var node = new DoubleExponentialNode(u);
        Assert.Equal(1, (node.Q + node.Rest).High);
        Assert.Equal(Math.PI * Math.Cosh(u), node.Slope.High, Slack);
        Assert.Equal(Math.PI * Math.Sinh(u), (node.LogQ - DoubleDoubleFunctions.Log(new(node.Rest))).High, Slack);
        Assert.Equal(Math.Exp(node.LogQ.High), node.Q.High, Slack);
    }

    [Fact]
    public void Far_out_the_logarithm_of_q_is_still_known()
    {
        var node = new DoubleExponentialNode(-9.9);
        Assert.Equal(0, node.Q.High);
        Assert.Equal(-Math.PI * Math.Sinh(9.9), node.LogQ.High, 1e-8);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    [InlineData(4e10)]
    [InlineData(4e301)]
    public void A_reach_undoes_the_hyperbolic_sine(double log) =>
        Assert.Equal(Math.Asinh(log / Math.PI), DoubleExponentialNode.Reach(log), 1e-9);
}
