using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Tests.CommandLine;

public class NumbersTests
{
    [Theory]
    [InlineData("6", 6)]
    [InlineData("+6", 6)]
    [InlineData("-0.5", -0.5)]
    [InlineData(".5", 0.5)]
    [InlineData("1_000.5", 1000.5)]
    [InlineData("1.000_5", 1.0005)]
    [InlineData("1e7", 1e7)]
    [InlineData("1E-3", 1e-3)]
    [InlineData("0.1", 0.1)]
    [InlineData("4.9e-324", double.Epsilon)]
    public void Reals_are_read(string text, double expected)
    {
        Assert.True(Numbers.TryReal(text, out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" 6")]
    [InlineData("6\n")]
    [InlineData("_")]
    [InlineData("1_")]
    [InlineData("_1")]
    [InlineData("1__0")]
    [InlineData("1_.5")]
    [InlineData("1e_7")]
    [InlineData("1,000")]
    [InlineData("(6)")]
    [InlineData("$6")]
    [InlineData("6%")]
    [InlineData("0x10")]
    [InlineData("1e")]
    [InlineData("e5")]
    [InlineData("--6")]
    [InlineData("nan")]
    [InlineData("-nan")]
    [InlineData("inf")]
    [InlineData("-Infinity")]
    [InlineData("∞")]
    [InlineData("1e999")]
    [InlineData("٦")]
    public void What_is_no_finite_number_is_refused(string text)
    {
        Assert.False(Numbers.TryReal(text, out _));
        Assert.False(Numbers.TryWhole(text, out _));
    }

    [Theory]
    [InlineData("10_000_000", 10_000_000)]
    [InlineData("1e7", 10_000_000)]
    [InlineData("1.5e3", 1500)]
    [InlineData("10e-1", 1)]
    [InlineData("3.000", 3)]
    [InlineData("-4", -4)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void Whole_numbers_are_read_exactly(string text, long expected)
    {
        Assert.True(Numbers.TryWhole(text, out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e-1")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("1e19")]
    [InlineData("1e400")]
    [InlineData("1.00000000000000000000000000000000001")]
    public void What_is_not_exactly_a_whole_number_of_64_bits_is_refused(string text) => Assert.False(Numbers.TryWhole(text, out _));
}
