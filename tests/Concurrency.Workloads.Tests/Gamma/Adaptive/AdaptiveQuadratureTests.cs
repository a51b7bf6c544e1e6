using System.Security.Cryptography;
using Concurrency.Core.Units;
using Concurrency.Workloads.Gamma;
using Concurrency.Workloads.Gamma.Adaptive;
using FsCheck;
using FsCheck.Xunit;

namespace Concurrency.Workloads.Tests.Gamma.Adaptive;

public class AdaptiveQuadratureTests
{
    /// <summary>What is promised for x from a thousandth on.</summary>
    private const long MostPoints = 2000;

    private const double HalfUnit = 1.0 / (1L << 53);

    [Theory]
    [InlineData("integrals.csv", 0.1)]
    [InlineData("integrals.csv", 1e-13)]
    [InlineData("integrals.csv", GammaJob.LeastTolerance)]
    [InlineData("incomplete.csv", 1e-5)]
    [InlineData("incomplete.csv", 1e-13)]
    [InlineData("incomplete.csv", GammaJob.LeastTolerance)]
    public void Value_is_within_the_bound_and_the_bound_within_the_tolerance(string file, double tolerance)
    {
        var checkedRows = 0;
        foreach (var row in References.Rows(file))
        {
            var (x, from, to, expected) = (References.Number(row[0]), References.Number(row[1]), References.Number(row[2]), References.Number(row[3]));
            if (x < GammaJob.LeastAdaptiveX) continue;
            var quadrature = new AdaptiveQuadrature(GammaJob.Adaptive(x, from, to, tolerance));
            var value = ValueOf(quadrature);
            var bound = quadrature.ErrorBound(value);
            var allowed = bound + (expected * HalfUnit); // the reference is rounded to a double, too
            Assert.True(Math.Abs(value - expected) <= allowed, $"{string.Join(',', row)}: {value:R} is off by {Math.Abs(value - expected):R}, more than {bound:R}");
            if (value > 1e-300) Assert.True(bound <= tolerance * value, $"{string.Join(',', row)}: the bound is {bound / value:R}");
            if (x >= 1e-3) Assert.True(quadrature.Points < MostPoints, $"{string.Join(',', row)}: {quadrature.Points} points");
            checkedRows++;
        }

        Assert.True(checkedRows > 350, $"only {checkedRows} rows");
    }

    /// <summary>Ranges of every kind and size, against the reference, which is by a way of its own.</summary>
    [Fact]
    public void Value_is_within_the_bound_wherever_the_range_is()
    {
        var random = new Random(1);
        var checkedJobs = 0;
        while (checkedJobs < 400)
        {
            var x = random.Next(2) == 0 ? Math.Pow(10, (5.2 * random.NextDouble()) - 3) : random.Next(1, 172);
            var (from, to) = (Somewhere(x, random), Somewhere(x, random));
            if (from > to) (from, to) = (to, from);
            if (random.Next(10) == 0) to = double.PositiveInfinity;
            if (random.Next(10) == 0) to = Math.BitIncrement(from);
            if (x > GammaJob.MaxX || !(from < to)) continue;

            var quadrature = new AdaptiveQuadrature(GammaJob.Adaptive(x, from, to, 1e-13));
            var (value, reference) = (ValueOf(quadrature), GammaIntegral.Over(x, from, to)!.Value);
            var off = Math.Abs(value - reference) - (reference * 4e-16) - (2 * double.Epsilon);
            Assert.True(off <= quadrature.ErrorBound(value), $"x = {x:R} over [{from:R}, {to:R}]: {value:R}, not {reference:R}");
            Assert.InRange(quadrature.Points, 1, MostPoints);
            checkedJobs++;
        }
    }

    [Property(MaxTest = 40)]
    public void Neighbouring_ranges_add_up(PositiveInt xHundredths, NonNegativeInt a, PositiveInt b)
    {
        var x = 1e-3 + (xHundredths.Get % 17_000 / 100.0);
        var start = a.Get / 7.0;
        var middle = start + (b.Get / 13.0);
        var parts = ValueOf(x, start, middle) + ValueOf(x, middle, double.PositiveInfinity);
        Assert.True(References.Error(parts, ValueOf(x, start, double.PositiveInfinity)) < 3e-13);
    }

    [Theory]
    [InlineData(6, 0, double.PositiveInfinity)]
    [InlineData(1e-3, 0, 1e6)]
    [InlineData(0.5, 1e-200, 30)]
    [InlineData(170.9, 100, 1e4)]
    public void Any_partition_merged_in_any_order_has_the_same_bits(double x, double from, double to)
    {
        var random = new Random(2);
        var quadrature = new AdaptiveQuadrature(GammaJob.Adaptive(x, from, to, 1e-13));
        var whole = quadrature.Sum(new(0, quadrature.Blocks), CancellationToken.None);
        Assert.True(quadrature.Blocks > 5);
        for (var n = 0; n < 10; n++)
        {
            var cuts = Enumerable.Range(1, (int)quadrature.Blocks - 1).Where(_ => random.Next(2) == 0).ToList();
            var parts = cuts.Prepend(0).Zip(cuts.Append((int)quadrature.Blocks), (first, end) => quadrature.Sum(new(first, end), CancellationToken.None)).ToArray();
            random.Shuffle(parts);
            Assert.Equal(whole, parts.Aggregate(GammaPartial.Zero, (sum, part) => GammaPartial.Decode(part.Merge(sum).Encode())));
        }
    }

    /// <summary>Raise the kernel version when these change.</summary>
    [Fact]
    public void Bits_are_the_same_on_all_hardware()
    {
        (double X, double From, double To)[] ranges = [(6, 0, double.PositiveInfinity), (1e-3, 0, 1e6), (0.5, 1e-200, 30), (170.9, 100, 1e4), (3.3, 1, 1 + 1e-12)];
        var bytes = ranges.SelectMany(range =>
        {
            var quadrature = new AdaptiveQuadrature(GammaJob.Adaptive(range.X, range.From, range.To, 1e-13));
            return quadrature.Sum(new(0, quadrature.Blocks), CancellationToken.None).Encode().Span.ToArray().Concat(BitConverter.GetBytes(ValueOf(quadrature)));
        });
        Assert.Equal("3BF539F78F38F386", Convert.ToHexString(SHA256.HashData(bytes.ToArray()))[..16]);
    }

    [Theory]
    [InlineData(1e5)]
    [InlineData(1e300)]
    public void Where_the_integrand_has_vanished_nothing_is_evaluated(double from)
    {
        var quadrature = new AdaptiveQuadrature(GammaJob.Adaptive(171, from, double.PositiveInfinity, 1e-13));
        Assert.Equal((0, 1), (quadrature.Points, quadrature.Blocks));
        Assert.Equal(GammaPartial.Zero, quadrature.Sum(UnitRange.Of(0), CancellationToken.None));
        Assert.Equal(0, ValueOf(quadrature));
        Assert.Equal(2 * double.Epsilon, quadrature.ErrorBound(0));
    }

    [Fact]
    public void It_stops_within_a_block_of_being_told()
    {
        using var source = new CancellationTokenSource();
        var quadrature = new AdaptiveQuadrature(GammaJob.Adaptive(6, 0, 100, 1e-13));
        var done = 0L;
        Assert.Throws<OperationCanceledException>(() => quadrature.Sum(new(0, quadrature.Blocks), source.Token, blocks =>
        {
            done = blocks;
            if (blocks == 3) source.Cancel();
        }));
        Assert.Equal(3, done);
    }

    [Fact]
    public void Only_jobs_to_a_tolerance_have_one() => Assert.Throws<ArgumentException>(() => new AdaptiveQuadrature(new(6, 0, 1, 5)));

    private static double ValueOf(double x, double from, double to) => ValueOf(new AdaptiveQuadrature(GammaJob.Adaptive(x, from, to, 1e-13)));

    private static double ValueOf(AdaptiveQuadrature quadrature) =>
        quadrature.Value(quadrature.Sum(new(0, quadrature.Blocks), CancellationToken.None)).ToDouble();

    private static double Somewhere(double x, Random random) => random.Next(6) switch
    {
        0 => 0,
        1 => Math.Pow(10, -308 * random.NextDouble()),
        2 => Math.Pow(10, (9 * random.NextDouble()) - 3),
        3 => x * Math.Pow(2, (4 * random.NextDouble()) - 2),
        4 => Math.Max(0, x + (Math.Sqrt(x) * ((12 * random.NextDouble()) - 6))),
        _ => 300 * random.NextDouble(),
    };
}
