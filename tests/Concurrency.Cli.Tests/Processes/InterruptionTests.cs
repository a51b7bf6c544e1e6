using System.Runtime.InteropServices;
using System.Text.Json;

namespace Concurrency.Cli.Tests.Processes;

/// <summary>Ctrl-C and SIGTERM on a job that would take weeks.</summary>
public class InterruptionTests
{
    private static readonly (string, string) Debugging = ("CONCURRENCY_DEBUG", "1");

    public static TheoryData<PosixSignal, string> Cases
    {
        get
        {
            var cases = new TheoryData<PosixSignal, string>();
            foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
            {
                foreach (var run in new[] { "--mode serial", "--mode serial --chunk-size 1e18", "--parallelism 2", "--parallelism 2 --chunk-size 1e18" })
                    cases.Add(signal, run);
            }

            return cases;
        }
    }

    [UnixTheory]
    [MemberData(nameof(Cases))]
    public async Task A_signal_cancels_the_job_says_so_and_ends_with_130(PosixSignal signal, string run)
    {
        using var process = ConcurrencyProcess.Start($"gamma 6 --steps 1e15 {run}".Split(' '), Debugging);
        await process.SaysAsync("the gamma job runs");
        process.Signal(signal);
        var ended = await process.EndAsync();
        Assert.Equal((130, ""), (ended.ExitCode, ended.Output));
        Assert.Matches(@"^Cancelled after [\d.]+ s: .*% of the points were summed\.\r?\n$", ended.Error);
    }

    [UnixTheory]
    [InlineData("serial")]
    [InlineData("threads")]
    public async Task In_json_a_cancelled_job_is_an_object_without_a_value(string mode)
    {
        using var process = ConcurrencyProcess.Start($"gamma 6 --steps 1e15 --mode {mode} --output json".Split(' '), Debugging);
        await process.SaysAsync("the gamma job runs");
        process.Signal(PosixSignal.SIGINT);
        var ended = await process.EndAsync();
        Assert.Equal(130, ended.ExitCode);
        var result = JsonDocument.Parse(ended.Output).RootElement;
        Assert.Equal("cancelled", result.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("value").ValueKind);
        Assert.True(result.GetProperty("unitsDone").GetInt64() < result.GetProperty("units").GetInt64());
    }
}
