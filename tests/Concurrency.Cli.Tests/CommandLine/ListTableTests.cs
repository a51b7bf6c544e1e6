using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Tests.CommandLine;

public class ListTableTests
{
    [Theory]
    [InlineData(60, "job status done submitted key")]
    [InlineData(45, "job status done key")]
    [InlineData(35, "job status done")]
    public void Where_there_is_no_room_columns_are_left_out_and_no_cell_is_folded(int width, string columns)
    {
        var text = new StringWriter();
        TextConsole.Write(text, width, console => console.Write(Table()));
        var lines = text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(columns, string.Join(' ', lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(3, lines.Length);
        Assert.Contains(" gamma-7f3a91c2 running 12 % ", $"{lines[2]} ", StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
    }

    private static ListTable Table() => new(
        ["job", "status", " done", "submitted", "key"],
        [["gamma-7f3a91c2", "running", "12 %", "3 s ago", "nightly"]],
        expendable: ["submitted", "key"]);
}
