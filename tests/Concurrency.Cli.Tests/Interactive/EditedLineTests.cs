using Concurrency.Cli.Interactive;

namespace Concurrency.Cli.Tests.Interactive;

/// <summary>The bar is the cursor.</summary>
public class EditedLineTests
{
    private static readonly Dictionary<string, Func<EditedLine, EditedLine>> Edits = new(StringComparer.Ordinal)
    {
        ["left"] = line => line.Left(),
        ["right"] = line => line.Right(),
        ["home"] = line => line.Home(),
        ["end"] = line => line.End(),
        ["word left"] = line => line.WordLeft(),
        ["word right"] = line => line.WordRight(),
        ["backspace"] = line => line.DeleteLeft(),
        ["delete"] = line => line.DeleteRight(),
        ["delete word"] = line => line.DeleteWordLeft(),
        ["delete to start"] = line => line.DeleteToStart(),
        ["delete to end"] = line => line.DeleteToEnd(),
        ["insert x"] = line => line.Insert("x"),
        ["replace by xyz"] = line => line.ReplaceWord("xyz"),
    };

    [Theory]
    [InlineData("ga|mma", "left", "g|amma")]
    [InlineData("|gamma", "left", "|gamma")]
    [InlineData("ga|mma", "right", "gam|ma")]
    [InlineData("gamma|", "right", "gamma|")]
    [InlineData("ga|mma", "home", "|gamma")]
    [InlineData("ga|mma", "end", "gamma|")]
    [InlineData("jobs list  |", "word left", "jobs |list  ")]
    [InlineData("jobs li|st", "word left", "jobs |list")]
    [InlineData("jobs| list", "word right", "jobs list|")]
    [InlineData("jobs list|", "word right", "jobs list|")]
    [InlineData("ga|mma", "backspace", "g|mma")]
    [InlineData("|gamma", "backspace", "|gamma")]
    [InlineData("ga|mma", "delete", "ga|ma")]
    [InlineData("gamma|", "delete", "gamma|")]
    [InlineData("jobs list |x", "delete word", "jobs |x")]
    [InlineData("jobs li|st", "delete to start", "|st")]
    [InlineData("jobs li|st", "delete to end", "jobs li|")]
    [InlineData("ga|mma", "insert x", "gax|mma")]
    [InlineData("jobs li|st", "replace by xyz", "jobs xyz|st")]
    [InlineData("jobs |", "replace by xyz", "jobs xyz|")]
    [InlineData("a👩‍💻|b", "left", "a|👩‍💻b")]
    [InlineData("a|👩‍💻b", "right", "a👩‍💻|b")]
    [InlineData("ae\u0301|b", "backspace", "a|b")]
    [InlineData("a|e\u0301b", "delete", "a|b")]
    public void A_key_does_to_the_line_what_it_does_in_a_shell(string before, string edit, string after) =>
        Assert.Equal(after, Shown(Edits[edit](Read(before))));

    private static EditedLine Read(string shown) =>
        new(shown.Replace("|", "", StringComparison.Ordinal), shown.IndexOf('|', StringComparison.Ordinal));

    private static string Shown(EditedLine line) => line.Text.Insert(line.Cursor, "|");
}
