using System.Runtime.Intrinsics;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Workloads.Tests.Gamma;

/// <summary>Against double-double, in units of 2^-53 of the result; each bound is the one that the function states.</summary>
public class VectorFunctionsTests
{
    private const int Vectors = 4000;

    [Fact]
    public void Exponential_of_the_terms_that_count() =>
        Check(random => -700 * Math.Pow(random.NextDouble(), 3), VectorFunctions.Exp, x => DoubleDoubleFunctions.Exp(x), 1.6);

    [Fact]
    public void Exponential_of_all_that_it_takes() =>
        Check(random => (random.NextDouble() * 1417) - 708, VectorFunctions.Exp, x => DoubleDoubleFunctions.Exp(x), 1.6);

    [Fact]
    public void Logarithm() =>
        Check(
            random => (1 + random.NextDouble()) * Math.ScaleB(1, random.Next(-1022, 1024)),
            x => VectorFunctions.Log(x, 0),
            x => new(DoubleDoubleFunctions.Log(new(x))),
            3);

    [Fact]
    public void Logarithm_next_to_1() =>
        Check(
            random => 0.71 + (random.NextDouble() * 0.7),
            x => VectorFunctions.Log(x, 0),
            x => new(DoubleDoubleFunctions.Log(new(x))),
            3);

    [Fact]
    public void Logarithm_without_its_linear_part() =>
        Check(
            random => ((random.NextDouble() * 0.707) - 0.2928) * Math.ScaleB(1, -random.Next(0, 30)),
            VectorFunctions.LogOnePlusMinus,
            r => new(DoubleDoubleFunctions.LogOnePlus(r) - r),
            4);

    [Fact]
    public void Logarithm_of_a_scaled_number() =>
        Check(
            random => 1 + random.NextDouble(),
            x => VectorFunctions.Log(x, 2000),
            x => new(DoubleDoubleFunctions.Log(new(x, 2000))),
            3);

    private static void Check(
        Func<Random, double> draw, Func<Vector512<double>, Vector512<double>> function, Func<double, ScaledNumber> expected, double bound)
    {
        var random = new Random(1);
        var arguments = new double[Vector512<double>.Count];
        for (var n = 0; n < Vectors; n++)
        {
            for (var lane = 0; lane < arguments.Length; lane++) arguments[lane] = draw(random);
            var actual = function(Vector512.Create(arguments));
            for (var lane = 0; lane < arguments.Length; lane++)
            {
                var error = Error(actual[lane], expected(arguments[lane]));
                Assert.True(error < bound, $"{arguments[lane]:R}: off by {error:F2}");
            }
        }
    }

    private static double Error(double actual, ScaledNumber expected)
    {
        var difference = new ScaledNumber(actual) + new ScaledNumber(-expected.Significand, expected.Exponent);
        return difference.IsZero ? 0 : Math.ScaleB(Math.Abs(difference.Significand.High / expected.Significand.High), difference.Exponent - expected.Exponent + 53);
    }
}
