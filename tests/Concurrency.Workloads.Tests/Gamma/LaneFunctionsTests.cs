using Concurrency.Workloads.Gamma;

namespace Concurrency.Workloads.Tests.Gamma;

/// <summary>Against the scalar functions, which are good to 2^-100; each bound is the one that the function states.</summary>
public class LaneFunctionsTests
{
    private const int Groups = 2000;

    [Fact]
    public void Logarithm() => Check(
        random => Pair((1 + random.NextDouble()) * Math.ScaleB(1, random.Next(-1000, 1020)), random),
        x => LaneFunctions.Log(x, 0),
        DoubleDoubleFunctions.Log,
        (_, log) => Math.ScaleB(1, -71) + Math.ScaleB(Math.Abs(log), -103));

    [Fact]
    public void Logarithm_next_to_1() => Check(
        random => Pair(0.7 + (random.NextDouble() * 0.72), random),
        x => LaneFunctions.Log(x, 0),
        DoubleDoubleFunctions.Log,
        (_, _) => Math.ScaleB(1, -71));

    [Fact]
    public void Logarithm_in_a_unit() => Check(
        random => Pair(1 + random.NextDouble(), random),
        x => LaneFunctions.Log(x, 1000),
        x => DoubleDoubleFunctions.Log(x * new ScaledNumber(1, -1000)),
        (_, log) => Math.ScaleB(1, -71) + Math.ScaleB(Math.Abs(log), -103));

    [Fact]
    public void Exponential() => Check(
        random => Pair(-700 * Math.Pow(random.NextDouble(), 3), random),
        x => LaneFunctions.Exp(x),
        x => DoubleDoubleFunctions.Exp(x.ToDoubleDouble()).ToDoubleDouble(),
        (x, power) => (Math.ScaleB(1, -66) + Math.ScaleB(Math.Abs(x), -103)) * power);

    [Fact]
    public void Exponential_of_what_is_far_below_is_that_of_700_below()
    {
        var far = LaneFunctions.Exp(DoubleDoubleLanes<EightLanes>.Create(-1e308));
        Assert.Equal(DoubleDoubleFunctions.Exp(-700).ToDouble(), Doubles(far.High)[3], 1e-315);
    }

    private static DoubleDouble Pair(double high, Random random) => DoubleDouble.Sum(high, Math.ScaleB(high * (random.NextDouble() - 0.5), -53));

    private static EightLanes Lanes(IEnumerable<double> values) => EightLanes.Read(in values.ToArray()[0]);

    private static double[] Doubles(EightLanes lanes)
    {
        var all = new double[EightLanes.Count];
        lanes.Write(ref all[0]);
        return all;
    }

    private static void Check(
        Func<Random, DoubleDouble> draw,
        Func<DoubleDoubleLanes<EightLanes>, DoubleDoubleLanes<EightLanes>> function,
        Func<ScaledNumber, DoubleDouble> expected,
        Func<double, double, double> bound)
    {
        var random = new Random(1);
        var arguments = new DoubleDouble[EightLanes.Count];
        for (var n = 0; n < Groups; n++)
        {
            for (var lane = 0; lane < arguments.Length; lane++) arguments[lane] = draw(random);
            var actual = function(new(Lanes(arguments.Select(argument => argument.High)), Lanes(arguments.Select(argument => argument.Low))));
            var (high, low) = (Doubles(actual.High), Doubles(actual.Low));
            for (var lane = 0; lane < arguments.Length; lane++)
            {
                var right = expected(new(arguments[lane]));
                var error = Math.Abs((DoubleDouble.Sum(high[lane], low[lane]) - right).High);
                var most = bound(arguments[lane].High, right.High);
                Assert.True(error <= most, $"{arguments[lane]}: off by {error:E2}, more than {most:E2}");
            }
        }
    }
}
