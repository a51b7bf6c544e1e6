using Concurrency.Cli.Compare;
using static Concurrency.Cli.Tests.Compare.Figures;

namespace Concurrency.Cli.Tests.Compare;

public class DisagreementTests
{
    [Fact]
    public void Runs_that_agree_need_no_sentence_nor_does_a_plain_loop_that_rounds_otherwise() =>
        Assert.Empty(Disagreement.Of([Section(Row(Scalar, 1, value: 119.9), Row(Serial, 1), Row(Threads(4), 1))]));

    [Fact]
    public void Rows_that_differ_are_named() => Assert.Equal(
        ["Not all runs of the exercise came to the same value: serial 120, threads 4 119.5."],
        Disagreement.Of([Section(Row(Scalar, 1, value: 119.9), Row(Serial, 1), Row(Threads(4), 1, value: 119.5)), Scaled(Row(Serial, 1))]),
        StringComparer.Ordinal);

    [Fact]
    public void Runs_of_one_row_that_differ_are_found_whichever_they_are() => Assert.Equal(
        ["Not all runs of the exercise came to the same value: serial 120, threads 4 none and 120, threads 8 118 to 120."],
        Disagreement.Of([Section(Row(Serial, 1), Valued(Threads(4), 120, null, 120), Valued(Threads(8), 119, 118, 120))]),
        StringComparer.Ordinal);

    [Fact]
    public void A_plain_loop_must_agree_with_itself() => Assert.Equal(
        ["Not all runs of the exercise came to the same value: scalar 119 and 120."],
        Disagreement.Of([Section(Valued(Scalar, 120, 119), Row(Serial, 1))]),
        StringComparer.Ordinal);

    private static Row Valued(Way way, params double?[] values) =>
        new(way, [.. values.Select(value => new Trial(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.Zero, value))]);
}
