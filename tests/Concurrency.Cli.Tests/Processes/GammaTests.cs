using System.Text.Json;

namespace Concurrency.Cli.Tests.Processes;

public class GammaTests
{
    private const string Small = "gamma 6.5 --steps 300_001 --output json";

    private static readonly string[] Keys =
    [
        "workload", "job", "status", "units", "unitsDone", "failedUnits", "mode", "parallelism", "chunks", "retries", "elapsedSeconds",
        "x", "from", "to", "steps", "rule", "value", "reference", "error", "pointsPerSecond",
    ];

    [Theory]
    [InlineData("serial", 1)]
    [InlineData("threads", 3)]
    public async Task Json_is_one_object_on_one_line_with_the_keys_of_the_contract(string mode, int parallelism)
    {
        var ended = await ConcurrencyProcess.RunAsync($"{Small} --from 0.25 --to 500 --rule trapezoid --mode {mode} --parallelism {parallelism}");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Single(ended.Output.TrimEnd().Split('\n'));

        var result = JsonDocument.Parse(ended.Output).RootElement;
        Assert.Equal(Keys.Order(StringComparer.Ordinal), result.EnumerateObject().Select(key => key.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("gamma", "completed"), (result.GetProperty("workload").GetString(), result.GetProperty("status").GetString()));
        Assert.StartsWith("gamma-", result.GetProperty("job").GetString(), StringComparison.Ordinal);
        Assert.Equal((6.5, 0.25, 500), (Number("x"), Number("from"), Number("to")));
        Assert.Equal((300_001, "trapezoid"), (Number("steps"), result.GetProperty("rule").GetString()));
        Assert.Equal((mode, parallelism), (result.GetProperty("mode").GetString(), Number("parallelism")));
        Assert.Equal((37, 37, 0), (Number("units"), Number("unitsDone"), Number("retries")));
        Assert.Equal(0, result.GetProperty("failedUnits").GetArrayLength());
        Assert.True(Number("chunks") >= 1 && Number("elapsedSeconds") > 0 && Number("pointsPerSecond") > 0);
        Assert.Equal(287.88527781504, Number("value"), 1e-3);
        Assert.Equal(Number("value") - Number("reference"), Number("error"));

        double Number(string key) => result.GetProperty(key).GetDouble();
    }

    [Theory]
    [InlineData("--parallelism 1")]
    [InlineData("--parallelism 2")]
    [InlineData("--parallelism 7")]
    [InlineData("--parallelism 16")]
    [InlineData("--parallelism 4 --chunk-size 1")]
    [InlineData("--parallelism 3 --chunk-size 8_193")]
    [InlineData("--parallelism 2 --chunk-size 1e18")]
    [InlineData("--mode serial --chunk-size 1")]
    [InlineData("--mode serial --chunk-size 100_000")]
    [InlineData("--mode SERIAL --chunk-size 9e18")]
    public async Task The_value_has_the_same_bits_whatever_the_mode_the_parallelism_and_the_chunks(string run)
    {
        var serial = await ConcurrencyProcess.RunAsync($"{Small} --mode serial");
        var other = await ConcurrencyProcess.RunAsync($"{Small} {run}");
        Assert.Equal(0, other.ExitCode);
        Assert.Equal(Value(serial), Value(other));

        static long Value(Ended ended) => BitConverter.DoubleToInt64Bits(JsonDocument.Parse(ended.Output).RootElement.GetProperty("value").GetDouble());
    }

    [Theory]
    [InlineData("serial")]
    [InlineData("threads")]
    public async Task A_chunk_is_rounded_up_to_whole_blocks(string mode)
    {
        var ended = await ConcurrencyProcess.RunAsync($"{Small} --mode {mode} --chunk-size 8_193");
        Assert.Equal(19, JsonDocument.Parse(ended.Output).RootElement.GetProperty("chunks").GetInt64()); // 37 blocks, 2 in a chunk
    }

    [Fact]
    public async Task Text_goes_to_standard_output_and_nothing_else_does()
    {
        var ended = await ConcurrencyProcess.RunAsync("gamma 6 --steps 1e6");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.StartsWith("value      12", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ended.Output);
    }

    [Fact]
    public async Task A_sum_that_is_no_double_is_null_in_json_and_a_sentence_beside_it()
    {
        var ended = await ConcurrencyProcess.RunAsync("gamma 171 --from 170 --to 1e308 --steps 1 --output json");
        Assert.Equal(1, ended.ExitCode);
        var result = JsonDocument.Parse(ended.Output).RootElement;
        Assert.Equal(JsonValueKind.Null, result.GetProperty("value").ValueKind);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("error").ValueKind);
        Assert.Single(ended.ErrorLines);
    }
}
