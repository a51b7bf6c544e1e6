using Concurrency.Workloads.Gamma;

namespace Concurrency.Workloads.Tests.Gamma;

public class DoubleDoubleTests
{
    [Fact]
    public void Arithmetic_keeps_its_bounds() => Draw(5000, random =>
    {
        var (a, b, c) = (Pick(random), Pick(random), Pick(random).High);
        var (bigA, bigB, bigC) = (BigFraction.Of(a), BigFraction.Of(b), BigFraction.Of(c));
        Assert.InRange((bigA + bigB).ErrorOf(a + b), 0, 3.01);
        Assert.InRange((bigA - bigB).ErrorOf(a - b), 0, 3.01);
        Assert.InRange((bigA + bigC).ErrorOf(a + c), 0, 2.01);
        Assert.InRange((bigA * bigB).ErrorOf(a * b), 0, 4.01);
        Assert.InRange((bigA * bigC).ErrorOf(a * c), 0, 2.01);
        Assert.InRange((bigA / bigB).ErrorOf(a / b), 0, 10.01);
        Assert.InRange((bigA / bigC).ErrorOf(a / c), 0, 3.01);
    });

    [Fact]
    public void Exponential_and_logarithm_undo_each_other() => Draw(5000, random =>
    {
        var x = (DoubleDouble.Sum(random.NextDouble(), random.NextDouble() * 1e-17) - 0.5) * Math.ScaleB(1, random.Next(-20, 10));
        var back = DoubleDoubleFunctions.Log(DoubleDoubleFunctions.Exp(x));
        Assert.InRange(Math.Abs((back - x).High), 0, 1e-30 * (1 + Math.Abs(x.High)));
    });

    [Fact]
    public void Known_values()
    {
        const string e = "2.71828182845904523536028747135266249775724709369995957496696763";
        const string ln2 = "0.69314718055994530941723212145817656807550013436025525412068001";
        const string ln10 = "2.30258509299404568401799145468436420760110148862877297603332790";
        const string expMinusOne = "0.00000000100000000050000000016666666670833333333416666666668056"; // e^(10^-9) - 1, the argument being an exact fraction
        Assert.InRange(BigFraction.Parse(e).ErrorOf(DoubleDoubleFunctions.Exp(1).ToDoubleDouble()), 0, 16);
        Assert.InRange(BigFraction.Parse(ln2).ErrorOf(DoubleDoubleFunctions.Log(new(2))), 0, 16);
        Assert.InRange(BigFraction.Parse(ln10).ErrorOf(DoubleDoubleFunctions.Log(new(10))), 0, 16);
        Assert.InRange(BigFraction.Parse(expMinusOne).ErrorOf(DoubleDoubleFunctions.ExpMinusOne(DoubleDouble.One / 1e9)), 0, 64);
    }

    [Fact]
    public void Small_arguments_keep_their_digits() => Draw(5000, random =>
    {
        var x = random.NextDouble() * Math.ScaleB(1, -random.Next(2, 300));
        var back = DoubleDoubleFunctions.LogOnePlus(DoubleDoubleFunctions.ExpMinusOne(x));
        Assert.InRange(BigFraction.Of(x).ErrorOf(back), 0, 64);
    });

    [Fact]
    public void A_scaled_number_goes_beyond_a_double_and_back()
    {
        var large = DoubleDoubleFunctions.Exp(100_000);
        Assert.Equal(double.PositiveInfinity, large.ToDouble());
        Assert.Equal(1, (large * DoubleDoubleFunctions.Exp(-100_000)).ToDouble(), 1e-15);
        Assert.Equal(3, (new ScaledNumber(1) + new ScaledNumber(2)).ToDouble());
        Assert.Equal(double.Epsilon, new ScaledNumber(double.Epsilon).ToDouble());
        Assert.Equal(0, DoubleDoubleFunctions.Exp(-1e300).ToDouble());
    }

    private static void Draw(int times, Action<Random> check)
    {
        var random = new Random(1);
        for (var n = 0; n < times; n++) check(random);
    }

    private static DoubleDouble Pick(Random random)
    {
        var high = (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-60, 60));
        return DoubleDouble.Sum(high, high * (random.NextDouble() - 0.5) * Math.ScaleB(1, -random.Next(52, 60)));
    }
}
