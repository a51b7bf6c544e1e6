using System.Text.Json;
using Concurrency.Cli.Compare;
using static Concurrency.Cli.Tests.Compare.Figures;

namespace Concurrency.Cli.Tests.Compare;

public class ComparisonTextTests
{
    private static readonly string[] Keys =
        ["section", "mode", "parallelism", "concurrency", "repeats", "medianSeconds", "startupSeconds", "computeSeconds"];

    private static readonly Comparison Comparison = new(
        "gamma",
        [Section(Row(Scalar, 12, value: 119.99999999990882), Row(Serial, 3), Row(Threads(1024), 1.5, processors: 2, startup: 0.01), Row(Threads(1024, 64), 1.5, value: null))],
        ["A note."],
        new(2, "Some processor", "Some system", ".NET", 256),
        DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_file_gets_whole_lines_without_colours()
    {
        var text = new StringWriter { NewLine = "\n" };
        ComparisonText.Write(Comparison, text);
        var lines = text.ToString().Split('\n');
        Assert.DoesNotContain('\u001b', text.ToString());
        Assert.DoesNotContain('…', text.ToString());
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
        Assert.Matches(@"^ scalar +12\.0 s +11\.8 s +12\.2 s +0 s +12\.0 s +1\.00 +0\.25 +25 %$", lines.Single(line => line.StartsWith(" scalar", StringComparison.Ordinal)));
        Assert.Matches(@"^ threads 1024 × 64 .* +1\.00 +2\.00$", lines.Single(line => line.StartsWith(" threads 1024 × 64 ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.TrimStart().StartsWith("serial ", StringComparison.Ordinal) && line.Contains(" 3.00 s  █", StringComparison.Ordinal));
        Assert.Contains("value 119.99999999990882 (scalar)", lines, StringComparer.Ordinal);
        Assert.Contains("value none (threads 1024 × 64)", lines, StringComparer.Ordinal);
        Assert.Contains("- A note.", lines, StringComparer.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("The job is CPU-bound", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_has_a_run_for_each_row_on_one_line()
    {
        var text = new StringWriter();
        CompareObject.Of(Comparison).WriteTo(text);
        Assert.Single(text.ToString().TrimEnd().Split('\n'));
        var result = JsonDocument.Parse(text.ToString()).RootElement;
        Assert.Equal("gamma", result.GetProperty("workload").GetString());
        Assert.Equal(2, result.GetProperty("machine").GetProperty("cores").GetInt32());
        Assert.Equal(Comparison.Explanation, result.GetProperty("explanation").EnumerateArray().Select(sentence => sentence.GetString()), StringComparer.Ordinal);
        var runs = result.GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(["scalar", "serial", "threads", "threads"], runs.Select(run => run.GetProperty("mode").GetString()), StringComparer.Ordinal);
        Assert.Equal(
            "exercise threads 1024 1 5 1.51 0.01 1.5",
            string.Join(' ', Keys.Select(key => runs[2].GetProperty(key).ToString())));
        Assert.Equal(3 / 1.51, runs[2].GetProperty("speedup").GetDouble(), 12);
        Assert.Equal(3 / 1.51 / 1024, runs[2].GetProperty("efficiency").GetDouble(), 12);
        Assert.Equal(JsonValueKind.Null, runs[3].GetProperty("efficiency").ValueKind);
        Assert.Equal(119.99999999990882, runs[0].GetProperty("value").GetDouble());
        Assert.Equal(JsonValueKind.Null, runs[3].GetProperty("value").ValueKind);
    }
}
