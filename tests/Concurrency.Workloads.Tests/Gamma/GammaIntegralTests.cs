using Concurrency.Workloads.Gamma;
using FsCheck;
using FsCheck.Xunit;

namespace Concurrency.Workloads.Tests.Gamma;

public class GammaIntegralTests
{
    [Fact]
    public void Is_right_to_the_last_digit_or_two()
    {
        var checkedRows = 0;
        foreach (var row in References.Rows("integrals.csv"))
        {
            var value = GammaIntegral.Over(References.Number(row[0]), References.Number(row[1]), References.Number(row[2]));
            var error = References.Error(Assert.NotNull(value), References.Number(row[3]));
            Assert.True(error < 3e-16, $"{string.Join(',', row)}: {value:R} is off by {error:E2}");
            checkedRows++;
        }

        Assert.True(checkedRows > 500, $"only {checkedRows} rows");
    }

    [Theory]
    [InlineData(1e-309)]
    [InlineData(double.Epsilon)]
    public void Is_null_where_no_double_is_as_large(double x)
    {
        Assert.Null(GammaIntegral.Over(x, 0, 1));
        Assert.NotNull(GammaIntegral.Over(x, double.Epsilon, 1));
        Assert.NotNull(GammaIntegral.Over(5.6e-309, 0, 1));
    }

    [Property(MaxTest = 200)]
    public void Neighbouring_ranges_add_up(PositiveInt xHundredths, NonNegativeInt a, PositiveInt b, PositiveInt c)
    {
        var x = 1e-3 + (xHundredths.Get % 17_000 / 100.0);
        var start = a.Get / 7.0;
        var middle = start + (b.Get / 13.0);
        var end = middle + (c.Get / 3.0);
        var parts = GammaIntegral.Over(x, start, middle)!.Value + GammaIntegral.Over(x, middle, end)!.Value;
        Assert.True(References.Error(parts, GammaIntegral.Over(x, start, end)!.Value) < 1e-15);
    }
}
