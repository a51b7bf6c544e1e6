using Concurrency.Cli.Interactive;

namespace Concurrency.Cli.Tests.Interactive;

public class LineWindowTests
{
    [Theory]
    [InlineData("gamma 6", 3, 20, "gamma 6", 3)]
    [InlineData("0123456789", 10, 4, "6789", 4)]
    [InlineData("0123456789", 0, 4, "0123", 0)]
    [InlineData("0123456789", 2, 4, "0123", 2)]
    [InlineData("語語語語", 4, 4, "語語", 4)]
    [InlineData("語語", 1, 20, "語語", 2)]
    [InlineData("a\u0007b", 3, 20, "a·b", 3)]
    [InlineData("", 0, 4, "", 0)]
    public void The_part_around_the_cursor_is_shown(string text, int cursor, int width, string shown, int at) =>
        Assert.Equal((shown, at), LineWindow.Of(new(text, cursor), width));
}
