using System.Globalization;
using Concurrency.Actors.Tests.Storage;
using Concurrency.Benchmarks.Recovery;
using Concurrency.Core.Jobs;
using Concurrency.EndToEnd;
using Concurrency.EndToEnd.Processes;
using Concurrency.Workloads.Gamma;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Benchmarks.Durability;

/// <summary>What it costs that jobs are stored: a cluster that keeps them in a file, beside one that keeps them in memory.</summary>
internal static class ClusterDurability
{
    public const string Verb = "cluster-durability";

    private const int Rounds = 5;
    private const double ChunkSeconds = 0.01;
    private const int Slots = 2;

    /// <summary>Prints the table.</summary>
    public static async Task MeasureAsync()
    {
        FigureTable.Begin("Costs of a cluster that stores its jobs");
        using var data = new TemporaryFolder();
        var (rates, waits) = await ClusterRates.MeasureAsync($"concurrency.store.sqlite.directory = \"{data.Name}\"");
        FigureTable.Add("ms for a job of one chunk on SQLite, the median of many", [ClusterRates.Median(waits)], 10);
        FigureTable.AddLeast("chunks stored a second on SQLite", rates, 10_000);
        var (loss, chunk) = await LossAsync();
        FigureTable.Add(string.Create(CultureInfo.InvariantCulture, $"% that a job of chunks of {chunk:0.0} ms on {Slots} slots takes longer, stored on SQLite"), [loss], 10);
    }

    /// <summary>Of the medians; in turns, so that both have the same weather.</summary>
    /// <returns>It in percent, and how long a chunk took in memory, in milliseconds.</returns>
    private static async Task<(double Loss, double Chunk)> LossAsync()
    {
        using var data = new TemporaryFolder();
        await using var cluster = Published.NewCluster();
        Seed[] seeds = [await cluster.SeedAsync(), await cluster.StoringSeedAsync($"--listen 127.0.0.1:0 --data {data.Name}")];
        await using var inMemory = await Driver.JoinAsync(seeds[0]);
        await using var stored = await Driver.JoinAsync(seeds[1]);
        foreach (var seed in seeds) await cluster.WorkerAsync($"--join {seed.Place} --slots {Slots}");

        // As much for each slot, however fast the machine and the kernel are.
        var one = await LongSum.Job;
        var sum = one with { Steps = Slots * one.Steps };
        var chunkUnits = (long)(one.Steps / GammaKernel.PointsPerBlock * ChunkSeconds / LongSum.Seconds);
        // The first runs of a worker wait for the compiler.
        foreach (var driver in new[] { inMemory, stored }) await RunAsync(driver, sum, chunkUnits);

        var (times, chunks) = (new List<(double InMemory, double Stored)>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var (fleeting, lasting) = (await RunAsync(inMemory, sum, chunkUnits), await RunAsync(stored, sum, chunkUnits));
            times.Add((fleeting.Elapsed.TotalSeconds, lasting.Elapsed.TotalSeconds));
            chunks.Add(1000 * Slots * fleeting.Elapsed.TotalSeconds / fleeting.Chunks);
        }

        var loss = ClusterRates.Median([.. times.Select(time => time.Stored)]) / ClusterRates.Median([.. times.Select(time => time.InMemory)]) - 1;
        return (100 * loss, ClusterRates.Median(chunks));
    }

    private static async Task<JobReport> RunAsync(Driver driver, LongSum sum, long? chunkUnits)
    {
        var report = await driver.UntilAsync(await driver.SubmitAsync(sum, chunkUnits), report => report.Status.IsOver());
        return report.Status == JobStatus.Completed ? report : throw new InvalidOperationException($"{report}");
    }
}
