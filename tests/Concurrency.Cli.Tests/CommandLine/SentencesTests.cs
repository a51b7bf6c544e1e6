using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Tests.CommandLine;

public class SentencesTests
{
    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(1e-9, "less than 0.1 %")]
    [InlineData(0.0123, "1.2 %")]
    [InlineData(0.45, "45 %")]
    [InlineData(0.9999, "99.9 %")]
    [InlineData(1, "100 %")]
    public void Only_the_whole_is_a_hundred_percent(double share, string expected) => Assert.Equal(expected, Sentences.Percent(share));

    [Theory]
    [InlineData(0.0433, "0.043 s")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(7300, "2 h 1 min")]
    [InlineData(86400.0 * 1234, "1,234 days")]
    public void Times_have_as_many_digits_as_say_something(double seconds, string expected) =>
        Assert.Equal(expected, Sentences.Seconds(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Control_characters_cannot_reach_the_terminal() =>
        Assert.Equal("a\\nb\\x1b[2J\\x07é", Sentences.OnOneLine("a\nb\u001b[2J\aé"));

    [Fact]
    public void Lists_end_with_and()
    {
        Assert.Equal("a", Sentences.Listed(["a"]));
        Assert.Equal("a, b and c", Sentences.Listed(["a", "b", "c"]));
    }
}
