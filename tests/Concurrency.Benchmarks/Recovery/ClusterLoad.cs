using Concurrency.EndToEnd;
using Concurrency.EndToEnd.Processes;

namespace Concurrency.Benchmarks.Recovery;

/// <summary>
/// Whether a worker is declared gone that is not: under full load, four CPU slots at each of two workers, and by a coordinator that was stopped
/// itself. Workers have chunks in all their slots, so one that is declared gone loses some; what was lost counts among the job's retries.
/// </summary>
internal static class ClusterLoad
{
    public const string Verb = "cluster-load";

    private const int Pauses = 5;

    private static readonly TimeSpan Load = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(12);

    /// <summary>How long the coordinator has after a pause to be wrong about a worker.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(10);

    /// <summary>Prints the table.</summary>
    public static async Task MeasureAsync()
    {
        await using var cluster = Published.NewCluster();
        var seed = await cluster.SeedAsync();
        for (var i = 0; i < 2; i++) await cluster.WorkerAsync($"--join {seed.Place} --slots 4");
        await using var driver = await Driver.JoinAsync(seed);
        var job = await driver.SubmitAsync(new LongSum(Steps: 100_000_000_000_000, Bits: 0));
        FigureTable.Begin("Chunks of workers that were declared gone and were not");

        await Task.Delay(Load, TimeProvider.System);
        var lost = (await driver.UntilAsync(job, _ => true)).Retries;
        FigureTable.Add("full load for 2 minutes, 4 slots at each of 2 workers", [lost], 1);

        var pauses = new List<double>();
        for (var i = 0; i < Pauses; i++)
        {
            seed.Process.Send(Signal.Stop);
            await Task.Delay(Pause, TimeProvider.System);
            seed.Process.Send(Signal.Continue);
            await Task.Delay(Aftermath, TimeProvider.System);
            var now = (await driver.UntilAsync(job, _ => true)).Retries;
            pauses.Add(now - lost);
            lost = now;
        }

        FigureTable.Add("the same, the seed stopped for 12 s and continued", pauses, 1);
    }
}
