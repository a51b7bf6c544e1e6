using Xunit.Abstractions;

namespace Concurrency.EndToEnd;

/// <summary>A job that has worker processes of its own.</summary>
public class OwnWorkersTests(ITestOutputHelper output) : ClusterTest(output)
{
    [LinuxFact]
    public async Task When_the_job_is_over_workers_and_coordinator_part_without_a_word()
    {
        var sum = new LongSum(10_000_000, Bits: 0).CommandLine;
        var loop = await RunAsync($"{sum} --mode serial");
        var end = await RunAsync($"{sum} --mode processes --parallelism 2");

        // That processes take their time to start may be said, on a slow machine.
        Assert.DoesNotContain(end.Errors, line => line.StartsWith("process-", StringComparison.Ordinal) || line.StartsWith("warning: ", StringComparison.Ordinal));
        Assert.Equal((0, LongSum.BitsOf(loop.Json)), (end.ExitCode, LongSum.BitsOf(end.Json)));
    }
}
