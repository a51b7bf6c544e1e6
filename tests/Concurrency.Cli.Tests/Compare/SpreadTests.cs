using Concurrency.Cli.Compare;

namespace Concurrency.Cli.Tests.Compare;

public class SpreadTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3, 3, 3)]
    [InlineData(new[] { 4.0, 1.0 }, 2.5, 1, 4)]
    [InlineData(new[] { 9.0, 1.0, 2.0 }, 2, 1, 9)]
    [InlineData(new[] { 5.0, 1.0, 100.0, 2.0 }, 3.5, 1, 100)]
    public void The_median_is_in_the_middle(double[] values, double median, double min, double max) =>
        Assert.Equal(new(median, min, max), Spread.Of(values));

    [Fact]
    public void Nothing_has_no_median() => Assert.Throws<ArgumentException>(() => Spread.Of([]));

    [Fact]
    public void A_row_measures_start_up_computing_and_both()
    {
        var row = Figures.Runs(Figures.Threads(4), [2, 1, 3], processors: 1.5, startup: 0.5);
        Assert.Equal(new(2.5, 1.5, 3.5), row.Whole);
        Assert.Equal(new(0.5, 0.5, 0.5), row.Startup);
        Assert.Equal(new(2, 1, 3), row.Compute);
        Assert.Equal(1.5, row.ProcessorsUsed, 9);
    }

    [Fact]
    public void Speed_up_and_efficiency_are_against_serial_with_start_up()
    {
        var (serial, threads) = (Figures.Row(Figures.Serial, 4), Figures.Row(Figures.Threads(4), 1.5, startup: 0.5));
        var section = Figures.Section(serial, threads);
        Assert.Equal((1.0, 1.0), (section.Speedup(serial), section.Efficiency(serial)));
        Assert.Equal((2.0, 0.5), (section.Speedup(threads), section.Efficiency(threads)));
        Assert.Null(section.Speedup(Figures.Row(Figures.Threads(8), 0)));
    }
}
