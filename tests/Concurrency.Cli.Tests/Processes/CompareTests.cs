using System.Runtime.InteropServices;
using System.Text.Json;

namespace Concurrency.Cli.Tests.Processes;

public sealed class CompareTests : IDisposable
{
    private const string Small = "compare gamma --steps 20_000 --repeat 2 --parallelism 1,3";

    private static readonly (string, string) Soon = ("CONCURRENCY_COMPARE_SCALED_TIME", "200ms");

    private static readonly string[] Keys =
    [
        "section", "mode", "parallelism", "concurrency", "repeats", "medianSeconds", "minSeconds", "maxSeconds", "startupSeconds",
        "computeSeconds", "processorsUsed", "speedup", "efficiency", "value",
    ];

    private readonly string _report = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.html");

    public void Dispose() => File.Delete(_report);

    [Fact]
    public async Task Json_has_both_sections_with_the_keys_of_the_contract()
    {
        var ended = await ConcurrencyProcess.RunAsync($"{Small} --output json".Split(' '), Soon);
        Assert.Equal(0, ended.ExitCode);
        Assert.Single(ended.Output.TrimEnd().Split('\n'));

        var result = JsonDocument.Parse(ended.Output).RootElement;
        Assert.Equal("gamma", result.GetProperty("workload").GetString());
        Assert.Equal(Environment.ProcessorCount, result.GetProperty("machine").GetProperty("cores").GetInt32());
        Assert.NotEqual(0, result.GetProperty("explanation").GetArrayLength());
        var runs = result.GetProperty("runs").EnumerateArray().ToList();
        string[] ways =
        [
            "exercise scalar 1", "exercise serial 1", "exercise threads 1", "exercise threads 3", "exercise processes 1", "exercise processes 3",
            "scaled scalar 1", "scaled serial 1", "scaled threads 1", "scaled threads 3", "scaled processes 1", "scaled processes 3",
        ];
        Assert.Equal(ways, runs.Select(run => $"{run.GetProperty("section")} {run.GetProperty("mode")} {run.GetProperty("parallelism")}"), StringComparer.Ordinal);
        Assert.All(runs, run =>
        {
            Assert.Equal(Keys.Order(StringComparer.Ordinal), run.EnumerateObject().Select(key => key.Name).Order(StringComparer.Ordinal));
            Assert.Equal(120, run.GetProperty("value").GetDouble(), 1e-6);
            Assert.True(run.GetProperty("minSeconds").GetDouble() <= run.GetProperty("medianSeconds").GetDouble());
            Assert.True(run.GetProperty("maxSeconds").GetDouble() >= run.GetProperty("medianSeconds").GetDouble());
        });
        Assert.Equal([2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2], runs.Select(run => run.GetProperty("repeats").GetInt32()));
        foreach (var section in runs.Where(run => run.GetProperty("mode").GetString() is not "scalar").GroupBy(run => run.GetProperty("section").GetString(), StringComparer.Ordinal))
            Assert.Single(section.Select(run => run.GetProperty("value").GetDouble()).Distinct());
    }

    [Fact]
    public async Task Text_has_tables_bars_and_sentences_and_the_report_is_written()
    {
        var ended = await ConcurrencyProcess.RunAsync($"{Small} --report {_report}".Split(' '), Soon);
        Assert.Equal(0, ended.ExitCode);
        Assert.EndsWith($"The report is in {_report}.", ended.Error.TrimEnd(), StringComparison.Ordinal);
        Assert.StartsWith("exercise: t^(x-1) e^-t with x = 6 over [0, 1000], rule left, 20,000 steps", ended.Output, StringComparison.Ordinal);
        Assert.Contains("\nscaled: ", ended.Output, StringComparison.Ordinal);
        Assert.All(["scalar", "vector (serial)", "threads 3", "processes 3"], way => Assert.Contains($"\n {way} ", ended.Output, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', ended.Output);
        var report = await File.ReadAllTextAsync(_report);
        Assert.StartsWith("<!DOCTYPE html>", report, StringComparison.Ordinal);
        Assert.Contains("of one run with 1 thread", report, StringComparison.Ordinal);
        Assert.Contains("<figcaption>Error of each rule against the number of steps</figcaption>", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exercise_as_long_as_the_scaled_job_would_be_is_not_measured_twice()
    {
        var ended = await ConcurrencyProcess.RunAsync("compare gamma --steps 1e7 --repeat 1 --scaled-time 1ms --parallelism 2");
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("There is no scaled section", ended.Output, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("warm-up: scalar", "1e15")]
    [InlineData("finding the steps", "1e15")]
    [InlineData("round 1 of 5: scaled, vector (serial)", "1000")]
    public async Task A_signal_ends_it_with_130_and_leaves_no_report(string stage, string steps)
    {
        var arguments = $"compare gamma --steps {steps} --scaled-time 2s --parallelism 2 --report {_report}".Split(' ');
        using var process = ConcurrencyProcess.Start(arguments, ("CONCURRENCY_DEBUG", "1"));
        await process.SaysAsync(stage);
        process.Signal(PosixSignal.SIGINT);
        var ended = await process.EndAsync();
        Assert.Equal((130, ""), (ended.ExitCode, ended.Output));
        Assert.EndsWith("Cancelled: nothing was compared.", ended.Error.TrimEnd(), StringComparison.Ordinal);
        Assert.False(File.Exists(_report));
    }

    [Fact]
    public async Task A_default_that_cannot_be_is_refused_by_its_path() =>
        (await ConcurrencyProcess.RunAsync(["compare", "gamma"], ("CONCURRENCY_COMPARE_PARALLELISM", "4;8"))).IsRefusal("concurrency.compare.parallelism is '4;8'");
}
