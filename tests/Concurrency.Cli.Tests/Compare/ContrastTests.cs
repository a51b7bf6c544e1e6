using Concurrency.Cli.Compare;

namespace Concurrency.Cli.Tests.Compare;

public class ContrastTests
{
    [Theory]
    [InlineData(new[] { 1.0, 1.01, 1.01, 1.02 }, new[] { 1.1, 1.11, 1.12, 1.2 }, true)]
    [InlineData(new[] { 1.0, 1.01, 1.01, 1.02 }, new[] { 1.03, 1.04, 1.04, 1.05 }, false)] // 3 % is next to nothing
    [InlineData(new[] { 1.0, 1.2, 1.4, 1.5, 1.6 }, new[] { 1.55, 1.7, 1.8, 1.9, 2.0 }, false)] // all but one pair
    [InlineData(new[] { 1.0, 1.0, 1.1, 1.1, 5.0 }, new[] { 2.0, 2.0, 2.1, 2.1, 2.2 }, false)] // one run gone astray
    [InlineData(new[] { 1.0, 1.0, 1.0 }, new[] { 1.3, 1.3, 1.3 }, false)] // three runs
    [InlineData(new[] { 1.0, 1.0, 1.0 }, new[] { 1.6, 1.6, 1.6 }, true)]
    [InlineData(new[] { 1.0, 1.0, 1.9 }, new[] { 1.8, 1.8, 1.8 }, false)]
    [InlineData(new[] { 1.0 }, new[] { 1.3 }, false)] // one run each
    [InlineData(new[] { 1.0 }, new[] { 2.0 }, true)]
    public void A_difference_is_clear_when_chance_does_not_make_it(double[] one, double[] other, bool isClear)
    {
        var (first, second) = (Figures.Runs(Figures.Serial, one), Figures.Runs(Figures.Threads(2), other));
        var contrast = Contrast.Of(second, first);
        Assert.Equal((first, second), (contrast.Faster, contrast.Slower));
        Assert.Equal(isClear, contrast.IsClear);
    }

    [Fact]
    public void A_doubt_has_its_reason()
    {
        Assert.Equal("their medians differ by 3 %", Doubt([1, 1, 1], [1.03, 1.03, 1.03]));
        Assert.Equal("their medians differ by 25 %, but the ranges of their runs overlap", Doubt([1, 1.2, 2], [1.1, 1.5, 1.9]));
        Assert.Equal("their medians differ by 30 %, but 1 run cannot tell that from chance", Doubt([1], [1.3]));
        Assert.Equal("their medians differ by 30 %, but 2 runs cannot tell that from chance", Doubt([1, 1], [1.3, 1.3, 1.3]));

        static string Doubt(double[] one, double[] other) =>
            Contrast.Of(Figures.Runs(Figures.Serial, one), Figures.Runs(Figures.Threads(2), other)).Doubt;
    }
}
