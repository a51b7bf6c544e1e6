using System.Runtime.Intrinsics;
using Concurrency.Workloads.Gamma;
using FsCheck.Xunit;

namespace Concurrency.Workloads.Tests.Gamma;

/// <summary>Against double-double, in units of 2^-53 of the result.</summary>
public class VectorFunctionsTests
{
    [Property(MaxTest = 2000)]
    public void Exponential(int seed)
    {
        var x = -700 * Math.Pow(new Random(seed).NextDouble(), 3);
        Assert.InRange(Error(VectorFunctions.Exp(Vector512.Create(x))[0], DoubleDoubleFunctions.Exp(x)), 0, 1.2);
    }

    [Property(MaxTest = 2000)]
    public void Logarithm(int seed)
    {
        var random = new Random(seed);
        var x = (1 + random.NextDouble()) * Math.ScaleB(1, random.Next(-1000, 1000));
        Assert.InRange(Error(VectorFunctions.Log(Vector512.Create(x), 0)[0], new(DoubleDoubleFunctions.Log(new(x)))), 0, 3);
    }

    [Property(MaxTest = 2000)]
    public void Logarithm_without_its_linear_part(int seed)
    {
        var random = new Random(seed);
        var r = (random.NextDouble() * 0.7 - 0.29) * Math.ScaleB(1, -random.Next(0, 30));
        var expected = DoubleDoubleFunctions.LogOnePlus(r) - r;
        Assert.InRange(Error(VectorFunctions.LogOnePlusMinus(Vector512.Create(r))[0], new(expected)), 0, 5);
    }

    [Fact]
    public void Logarithm_of_a_scaled_number()
    {
        var expected = DoubleDoubleFunctions.Log(new ScaledNumber(3, 2000));
        Assert.InRange(Error(VectorFunctions.Log(Vector512.Create(3.0), 2000)[0], new(expected)), 0, 3);
    }

    private static double Error(double actual, ScaledNumber expected)
    {
        var difference = new ScaledNumber(actual) + new ScaledNumber(-expected.Significand, expected.Exponent);
        return difference.IsZero ? 0 : Math.ScaleB(Math.Abs(difference.Significand.High / expected.Significand.High), difference.Exponent - expected.Exponent + 53);
    }
}
