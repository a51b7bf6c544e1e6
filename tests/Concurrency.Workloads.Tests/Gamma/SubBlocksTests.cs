using Concurrency.Workloads.Gamma;

namespace Concurrency.Workloads.Tests.Gamma;

public class SubBlocksTests
{
    /// <summary>The farthest point of a sub-block, by the polynomial and as it is.</summary>
    [Fact]
    public void What_a_polynomial_leaves_out_is_below_its_bound()
    {
        var random = new Random(2);
        var degrees = new HashSet<int>();
        for (var n = 0; n < 5000; n++)
        {
            var x = random.Next(3) switch { 0 => 171 * random.NextDouble(), 1 => random.NextDouble(), _ => 1 + (random.NextDouble() * 1e-15) };
            var low = 200 * Math.Pow(random.NextDouble(), 4);
            var high = low * (1 + random.NextDouble());
            var distance = low * Math.Pow(10, -13 * random.NextDouble());
            var cut = SubBlocks.Of(x - 1, low, high, distance / low, 1 << 20);
            if (cut.Length == 1) continue;

            degrees.Add(cut.Degree);
            var centre = random.Next(2) == 0 ? low : high;
            var w = (cut.Length - 1) / 2.0 * distance * (random.Next(2) == 0 ? 1 : -1);
            var error = Math.Abs((Polynomial(x, centre, w, cut.Degree) - Ratio(x, centre, w)).High);
            Assert.True(error < Math.ScaleB(1, -62), $"x = {x}, centre {centre}, {cut}: {error:E2}");
        }

        Assert.Equal(Enumerable.Range(2, SubBlocks.MaxDegree - 1), degrees.Order());
    }

    [Fact]
    public void Points_that_are_far_apart_are_centres_themselves() =>
        Assert.Equal(new SubBlocks(1, 0), SubBlocks.Of(5, 10, 20, 0.01, 100));

    private static DoubleDouble Polynomial(double x, DoubleDouble centre, double w, int degree)
    {
        var (last, term, sum) = (DoubleDouble.Zero, DoubleDouble.One, DoubleDouble.One);
        for (var n = 0; n < degree; n++)
        {
            (last, term) = (term, (((DoubleDouble.Sum(x, -1) - centre - n) * term) - (last * w)) * w / centre / (n + 1));
            sum += term;
        }

        return sum;
    }

    private static DoubleDouble Ratio(double x, DoubleDouble centre, double w) =>
        DoubleDoubleFunctions.Exp((DoubleDoubleFunctions.LogOnePlus((DoubleDouble)w / centre) * DoubleDouble.Sum(x, -1)) - w).ToDoubleDouble();
}
