using System.Diagnostics;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Nodes;

namespace Concurrency.Benchmarks;

/// <summary>
/// What a cluster costs: a seed in this process, two workers of one slot in processes of their own, a driver that joined. How many chunks
/// that do nothing go through it in a second, and how long the driver waits for a job of one such chunk.
/// </summary>
internal static class ClusterRates
{
    public const string Verb = "cluster-rates";

    public const string WorkerVerb = "cluster-worker";

    private const int Workers = 2;
    private const int Chunks = 100_000;
    private const int Rounds = 5;
    private const int ShortJobs = 200;

    private static readonly EmptyWorkload Workload = new();

    /// <param name="Chunks">A second, of each round.</param>
    /// <param name="Waits">Milliseconds, for each short job.</param>
    internal sealed record Figures(IReadOnlyList<double> Chunks, IReadOnlyList<double> Waits);

    /// <summary>Prints the table.</summary>
    public static async Task MeasureAsync()
    {
        var (rates, waits) = await MeasureAsync("concurrency.store.provider = memory");
        Console.WriteLine();
        Console.WriteLine($"A cluster of a seed and {Workers} worker processes");
        Console.WriteLine($"| What                                  | Median | Least | Most |");
        Console.WriteLine($"|-------------------------------------- |-------:|------:|-----:|");
        Console.WriteLine($"| chunks a second, {Chunks} that do nothing | {Median(rates):0} | {rates.Min():0} | {rates.Max():0} |");
        Console.WriteLine($"| ms for a job of one chunk             | {Median(waits):0.00} | {waits.Min():0.00} | {waits.Max():0.00} |");
    }

    /// <param name="store">HOCON that says where jobs are kept.</param>
    public static async Task<Figures> MeasureAsync(string store)
    {
        var place = new HostPort("127.0.0.1", 0);
        await using var seed = await SeedNode.StartAsync(new(place, place, []), NodeSecurity.None, new(Workload), ConfigurationFiles.Load("local seed", overrides: store));
        var workers = Enumerable.Range(0, Workers).Select(_ => Start(seed.Place)).ToList();
        await using var driver = await DriverNode.JoinAsync([seed.Place], NodeSecurity.None, ConfigurationFiles.Load());
        while ((await driver.WorkersAsync()).Count < Workers) await Task.Yield();

        var rates = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await RunAsync(driver.Jobs, Chunks);
            if (round > 0) rates.Add(Chunks / watch.Elapsed.TotalSeconds);
        }

        var waits = new List<double>();
        for (var i = 0; i < 2 * ShortJobs; i++)
        {
            var watch = Stopwatch.StartNew();
            await RunAsync(driver.Jobs, 1);
            if (i >= ShortJobs) waits.Add(watch.Elapsed.TotalMilliseconds);
        }

        foreach (var worker in workers)
        {
            worker.StandardInput.Close();
            await worker.WaitForExitAsync();
            worker.Dispose();
        }

        return new(rates, waits);
    }

    /// <summary>The child: works until its standard input is closed.</summary>
    public static async Task WorkAsync(string seed)
    {
        using var closed = new CancellationTokenSource();
        var node = new WorkerNode(new(PeerName.New("w"), Slots: 1, [HostPort.Split(seed)]), NodeSecurity.None, new(Workload), ConfigurationFiles.Load());
        var work = node.RunAsync(_ => { }, CancellationToken.None, closed.Token);
        await Console.In.ReadToEndAsync(CancellationToken.None);
        await closed.CancelAsync();
        await work;
    }

    private static Process Start(HostPort seed) => Process.Start(new ProcessStartInfo("dotnet", [typeof(ClusterRates).Assembly.Location, WorkerVerb, $"{seed}"])
    {
        RedirectStandardInput = true,
        UseShellExecute = false,
    })!;

    private static async Task RunAsync(JobClient jobs, long chunks)
    {
        var id = await jobs.SubmitAsync(new("empty", Workload.Encode(new(chunks)), ChunkUnits: 1));
        var report = await jobs.WaitAsync(id);
        if (report.UnitsDone != chunks) throw new InvalidOperationException($"{report.UnitsDone} of {chunks} units were done");
    }

    internal static double Median(IReadOnlyList<double> figures) => figures.Order().ElementAt(figures.Count / 2);
}
