using Concurrency.Actors.Tests.Storage;
using Concurrency.Benchmarks.Recovery;
using Concurrency.Core.Jobs;
using Concurrency.EndToEnd;
using Concurrency.EndToEnd.Processes;

namespace Concurrency.Benchmarks.Durability;

/// <summary>What it costs that jobs are stored: a cluster that keeps them in a file, beside one that keeps them in memory.</summary>
internal static class ClusterDurability
{
    public const string Verb = "cluster-durability";

    private const int Rounds = 5;
    private const double ChunkSeconds = 0.01;
    private const int PointsPerUnit = 8192;

    /// <summary>Some seconds of work for two slots.</summary>
    private static readonly LongSum Sum = new(Steps: 1_500_000_000, Bits: 0);

    /// <summary>Prints the table.</summary>
    public static async Task MeasureAsync()
    {
        FigureTable.Begin("Costs of a cluster that stores its jobs");
        using var data = new TemporaryFolder();
        var (rates, waits) = await ClusterRates.MeasureAsync($"concurrency.store.sqlite.directory = \"{data.Name}\"");
        FigureTable.Add("ms for a job of one chunk on SQLite, the median of many", [ClusterRates.Median(waits)], 10);
        FigureTable.AddLeast("chunks stored a second on SQLite", rates, 10_000);
        FigureTable.Add("% that a job of chunks of 10 ms on 2 slots takes longer, stored on SQLite", [await LossAsync()], 10);
    }

    /// <summary>Of the medians; in turns, so that both have the same weather.</summary>
    private static async Task<double> LossAsync()
    {
        using var data = new TemporaryFolder();
        await using var cluster = Published.NewCluster();
        Seed[] seeds = [await cluster.SeedAsync(), await cluster.StoringSeedAsync($"--listen 127.0.0.1:0 --data {data.Name}")];
        await using var inMemory = await Driver.JoinAsync(seeds[0]);
        await using var stored = await Driver.JoinAsync(seeds[1]);
        foreach (var seed in seeds) await cluster.WorkerAsync($"--join {seed.Place} --slots 2");

        var seconds = await SecondsAsync(inMemory, chunkUnits: null);
        var chunkUnits = (long)(Sum.Steps / PointsPerUnit / seconds / 2 * ChunkSeconds);
        var times = new List<(double InMemory, double Stored)>();
        for (var round = 0; round <= Rounds; round++)
        {
            var (one, other) = (await SecondsAsync(inMemory, chunkUnits), await SecondsAsync(stored, chunkUnits));
            if (round > 0) times.Add((one, other));
        }

        return 100 * (ClusterRates.Median([.. times.Select(time => time.Stored)]) / ClusterRates.Median([.. times.Select(time => time.InMemory)]) - 1);
    }

    private static async Task<double> SecondsAsync(Driver driver, long? chunkUnits)
    {
        var report = await driver.UntilAsync(await driver.SubmitAsync(Sum, chunkUnits), report => report.Status.IsOver());
        return report.Status == JobStatus.Completed ? report.Elapsed.TotalSeconds : throw new InvalidOperationException($"{report}");
    }
}
