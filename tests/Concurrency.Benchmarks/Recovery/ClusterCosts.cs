using Concurrency.Core.Jobs;
using Concurrency.EndToEnd;
using Concurrency.EndToEnd.Processes;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Benchmarks.Recovery;

/// <summary>What a cluster of a seed and two workers takes of its machine: when it idles, and of memory when there are many jobs of many chunks.</summary>
internal static class ClusterCosts
{
    public const string Verb = "cluster-costs";

    private const int Jobs = 50;
    private const int Chunks = 100_000;

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    /// <summary>Prints the tables.</summary>
    public static async Task MeasureAsync()
    {
        await using var cluster = Published.NewCluster();
        var seed = await cluster.SeedAsync();
        var workers = new[] { await cluster.WorkerAsync(seed), await cluster.WorkerAsync(seed) };

        ConcurrencyProcess[] processes = [seed.Process, .. workers.Select(worker => worker.Process)];
        var before = processes.Select(process => process.ProcessorTime).ToList();
        await Task.Delay(Idle, TimeProvider.System);
        var shares = processes.Select((process, i) => 100 * (process.ProcessorTime - before[i]) / Idle).ToList();
        FigureTable.Begin("Costs of a cluster of a seed and 2 workers");
        FigureTable.Add("% of a core that the seed takes, idle for a minute", [shares[0]], 5);
        FigureTable.Add("% of a core that each worker takes, idle for a minute", shares[1..], 5);

        await using var driver = await Driver.JoinAsync(seed);
        var jobs = new List<JobId>();
        for (var i = 0; i < Jobs; i++) jobs.Add(await driver.SubmitAsync(new LongSum((long)Chunks * GammaKernel.PointsPerBlock, Bits: 0), chunkUnits: 1));
        foreach (var job in jobs)
        {
            var report = await driver.UntilAsync(job, report => report.Status == JobStatus.Completed);
            if (report.Chunks < Chunks) throw new InvalidOperationException($"The job had only {report.Chunks} chunks.");
        }

        FigureTable.Add($"MB of memory, at its peak, that the seed takes with {Jobs} jobs of {Chunks} chunks", [seed.Process.PeakMemory / 1e6], 500);
    }
}
