using System.Text.RegularExpressions;
using Concurrency.Cli.Compare.Report;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Tests.Compare;

public partial class PictureTests
{
    [Fact]
    public void Every_rule_has_a_line_in_the_colour_of_its_key()
    {
        (long, double)[] points = [(1, 1), (1024, 1e-8), (1 << 20, 0)];
        var figure = ErrorChart.Of([new(QuadratureRule.Left, points), new(QuadratureRule.Simpson, points)]);
        Assert.Equal(["left", "simpson"], figure.Keys.Select(key => key.Meaning), StringComparer.Ordinal);
        Assert.All(figure.Keys, key => Assert.Single(Lines().Matches(figure.Svg), line => string.Equals(line.Groups["colour"].Value, key.Colour, StringComparison.Ordinal)));
        Assert.Contains(">10⁻¹⁶<", figure.Svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_point_is_drawn_too() => Assert.NotEmpty(ErrorChart.Of([new(QuadratureRule.Midpoint, [(1, 0)])]).Svg);

    [Fact]
    public void Every_chunk_has_the_colour_of_its_thread_on_the_hill_and_on_the_strip_below()
    {
        var figure = ChunkChart.Of(new(6, 0, 20, 100_000), [new(new(0, 2), 31), new(new(2, 9), 17), new(new(9, 13), 31)], slots: 3);
        Assert.Equal(["hue-1 thread 1", "hue-2 thread 2"], figure.Keys.Select(key => $"{key.Colour} {key.Meaning}"), StringComparer.Ordinal);
        Assert.Equal(
            ["hue-1", "hue-1", "hue-2", "hue-2", "hue-1", "hue-1"],
            Areas().Matches(figure.Svg).Select(area => area.Groups["colour"].Value), StringComparer.Ordinal);
        Assert.StartsWith("The 3 chunks of one run with 3 threads, of 100,000 steps", figure.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void An_integrand_that_is_infinite_at_0_is_drawn_too() =>
        Assert.DoesNotContain("NaN", ChunkChart.Of(new(0.5, 0, 7, 100_000, QuadratureRule.Midpoint), [new(new(0, 13), 1)], slots: 1).Svg, StringComparison.Ordinal);

    [GeneratedRegex(@"<polyline [^>]*stroke(?:=""|:)var\(--(?<colour>hue-\d)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Lines();

    [GeneratedRegex(@"<polygon [^>]*fill(?:=""|:)var\(--(?<colour>hue-\d)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Areas();
}
