using Concurrency.Core.Units;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Workloads.Tests.Gamma;

/// <summary>Jobs drawn at random against the same sum, point by point, in scalar double-double.</summary>
public class KernelAccuracyTests
{
    /// <summary>What is proven, before the last rounding.</summary>
    private static readonly double Bound = 0.3 * Math.ScaleB(1, -53);

    [Fact]
    public void Dense_points() => Check(400, random =>
    {
        var from = 60 * Math.Pow(random.NextDouble(), 3);
        return (from, from + ((from + 0.1) * Math.Pow(10, -6 * random.NextDouble())));
    });

    [Fact]
    public void Points_from_next_to_0() => Check(200, random => (Math.Pow(10, -300 * random.NextDouble()), 3 * random.NextDouble()));

    [Fact]
    public void Sparse_points() => Check(300, random => (20 * random.NextDouble(), 30 + Math.Pow(10, 8 * random.NextDouble())));

    [Fact]
    public void Ranges_of_no_more_than_a_few_doubles() => Check(100, random =>
    {
        var from = 100 * random.NextDouble();
        return (from, Math.BitIncrement(Math.BitIncrement(from)));
    });

    /// <summary>Blocks are skipped because they add nothing: they are summed here.</summary>
    [Theory]
    [InlineData(6.5, 0, 1000, 10_000_000, QuadratureRule.Left)]
    [InlineData(171, 0, 1000, 10_000_000, QuadratureRule.Simpson)]
    [InlineData(170.9, 1e-5, 1e6, 1_000_000_000_000, QuadratureRule.Trapezoid)]
    [InlineData(0.001, 1e-300, 500, 3_000_000, QuadratureRule.Midpoint)]
    public void A_skipped_block_would_add_nothing(double x, double from, double to, long steps, QuadratureRule rule)
    {
        var kernel = new GammaKernel(new(x, from, to, steps, rule));
        var counting = kernel.BlocksEvaluated;
        Assert.True(counting.Length < kernel.Blocks);
        Assert.NotEqual(GammaPartial.Zero, kernel.Sum(counting, CancellationToken.None));
        foreach (var block in new[] { counting.From - 1, counting.To, kernel.Blocks - 1 })
        {
            if (block < 0 || counting.Contains(block)) continue;
            Assert.True((default(ExactSum) + kernel.SumBlock(block)).IsZero, $"block {block}");
            Assert.Equal(GammaPartial.Zero, kernel.Sum(UnitRange.Of(block), CancellationToken.None));
        }
    }

    private static void Check(int jobs, Func<Random, (double From, double To)> range)
    {
        var random = new Random(3);
        for (var n = 0; n < jobs; n++)
        {
            var x = random.Next(4) switch { 0 => 171 * random.NextDouble(), 1 => 1e-3 + random.NextDouble(), 2 => 1 + Math.ScaleB(random.Next(-3, 4), -53), _ => 1 + (9 * random.NextDouble()) };
            var (from, to) = range(random);
            var job = new GammaJob(x, from, to, random.Next(1, 1500), QuadratureRules.Stepping[random.Next(QuadratureRules.Stepping.Count)]);
            var kernel = new GammaKernel(job);
            var value = kernel.Value(kernel.Sum(new(0, kernel.Blocks), CancellationToken.None));
            var expected = PointByPoint(job);
            if (expected.Exponent < -1000) continue; // where the value is no normal double
            var error = Math.Abs(((value - expected) / expected).ToDouble());
            Assert.True(error < Bound, $"{job}: off by {error:E2}");
        }
    }

    private static ScaledNumber PointByPoint(GammaJob job)
    {
        var abscissas = new Abscissas(job);
        var sum = default(ScaledNumber);
        for (var index = 0L; index < job.Points; index++)
        {
            var t = abscissas.Point(index);
            var log = job.X == 1 ? -t.ToDoubleDouble() : (DoubleDoubleFunctions.Log(t) * DoubleDouble.Sum(job.X, -1)) - t.ToDoubleDouble();
            sum += DoubleDoubleFunctions.Exp(log) * new ScaledNumber(Weight(job, index));
        }

        var width = (DoubleDouble.Sum(job.To, -job.From) / job.Steps) / (job.Rule == QuadratureRule.Simpson ? 6 : 1);
        return sum * new ScaledNumber(width);
    }

    private static double Weight(GammaJob job, long index)
    {
        var isEnd = index == 0 || index == job.Points - 1;
        return job.Rule switch
        {
            QuadratureRule.Trapezoid => isEnd ? 0.5 : 1,
            QuadratureRule.Simpson => isEnd ? 1 : index % 2 == 1 ? 4 : 2,
            _ => 1,
        };
    }
}
