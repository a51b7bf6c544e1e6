using System.Text.Json;

namespace Concurrency.Cli.Tests.Processes;

public class GammaTests
{
    private const string Small = "gamma 6.5 --steps 300_001 --output json";

    private const double RootOfPi = 1.772453850905516;

    private static readonly string[] Keys =
    [
        "workload", "job", "status", "units", "unitsDone", "failedUnits", "mode", "parallelism", "chunks", "retries", "elapsedSeconds",
        "x", "from", "to", "steps", "rule", "value", "reference", "error", "evaluations", "tolerance", "errorBound", "pointsPerSecond",
        "roundingBound", "discretisation", "tailBelow", "tailAbove",
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
        Assert.Equal((5, 5, 0), (Number("units"), Number("unitsDone"), Number("retries")));
        Assert.Equal(0, result.GetProperty("failedUnits").GetArrayLength());
        Assert.True(Number("chunks") >= 1 && Number("elapsedSeconds") > 0 && Number("pointsPerSecond") > 0);
        Assert.Equal(287.88527781504, Number("value"), 1e-3);
        Assert.Equal(Number("value") - Number("reference"), Number("error"));
        Assert.Equal(Number("error"), Number("discretisation"), Number("roundingBound") * 2);
        Assert.InRange(Number("tailBelow"), 1e-6, 1e-4);
        Assert.InRange(Number("tailAbove"), 1e-205, 1e-200);
        Assert.InRange(Number("evaluations"), 65_536, 200_000);

        double Number(string key) => result.GetProperty(key).GetDouble();
    }

    [Theory]
    [InlineData("--parallelism 1")]
    [InlineData("--parallelism 2")]
    [InlineData("--parallelism 7")]
    [InlineData("--parallelism 16")]
    [InlineData("--parallelism 4 --chunk-size 1")]
    [InlineData("--parallelism 3 --chunk-size 65_537")]
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
        var ended = await ConcurrencyProcess.RunAsync($"{Small} --mode {mode} --chunk-size 65_537");
        Assert.Equal(3, JsonDocument.Parse(ended.Output).RootElement.GetProperty("chunks").GetInt64()); // 5 blocks, 2 in a chunk
    }

    [Theory]
    [InlineData("")]
    [InlineData("--mode serial")]
    [InlineData("--mode serial --chunk-size 1")]
    [InlineData("--parallelism 7 --chunk-size 17")]
    [InlineData("--mode processes --parallelism 2")]
    public async Task The_integral_itself_has_its_bound_and_the_same_bits_in_every_mode(string run)
    {
        var ended = await ConcurrencyProcess.RunAsync($"gamma 0.5 --rule adaptive --to inf --output json {run}");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        var result = JsonDocument.Parse(ended.Output).RootElement;
        Assert.Equal(Keys.Order(StringComparer.Ordinal), result.EnumerateObject().Select(key => key.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("adaptive", "Infinity"), (result.GetProperty("rule").GetString(), result.GetProperty("to").GetString()));
        Assert.Equal(JsonValueKind.Null, result.GetProperty("steps").ValueKind);
        Assert.Equal((RootOfPi, RootOfPi, 0), (Number("value"), Number("reference"), Number("error")));
        Assert.Equal(1e-13, Number("tolerance"));
        Assert.InRange(Number("errorBound") / RootOfPi, 1e-15, 1e-13);
        Assert.InRange(Number("evaluations"), 100, 200);
        Assert.Equal(Math.Ceiling(Number("evaluations") / 16), Number("units"));

        double Number(string key) => result.GetProperty(key).GetDouble();
    }

    [Fact]
    public async Task An_integral_too_small_for_its_tolerance_is_said_to_be_and_given()
    {
        var ended = await ConcurrencyProcess.RunAsync("gamma 0.001 --rule adaptive --from 780 --to inf --tolerance 1e-5");
        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("The integral is below 2.2", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.StartsWith("value      0", ended.Output, StringComparison.Ordinal);
        Assert.Contains("bound      1E-323", ended.Output, StringComparison.Ordinal);
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
