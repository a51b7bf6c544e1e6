using System.Text;

namespace Concurrency.Core.Tests;

public class Utf8Tests
{
    [Theory]
    [InlineData("short", 5, "short")]
    [InlineData("longer", 5, "lo…")]
    [InlineData("äöü", 6, "äöü")]
    [InlineData("äöüß", 7, "äö…")]
    [InlineData("🌍🌍🌍", 11, "🌍🌍…")]
    [InlineData("🌍🌍🌍", 10, "🌍…")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "…")]
    public void Text_is_cut_between_characters(string text, int bytes, string expected) => Assert.Equal(expected, Utf8.Cut(text, bytes));

    [Fact]
    public void Half_a_character_counts_as_what_it_is_written_as()
    {
        var cut = Utf8.Cut(new string('\ud83c', 100), 50);
        Assert.InRange(Encoding.UTF8.GetByteCount(cut), 48, 50);
    }
}
