using System.Diagnostics;
using System.Net;
using Concurrency.Actors.Configuration;
using Concurrency.EndToEnd;
using Concurrency.EndToEnd.Hosts;
using Concurrency.EndToEnd.Processes;

namespace Concurrency.Benchmarks.Recovery;

/// <summary>
/// How soon there is work again after what befalls a cluster of real processes. A chunk is one site of a web that does not answer, so that
/// the web itself sees at which moment somebody runs it. Every round has a cluster of its own.
/// </summary>
internal static class ClusterRecovery
{
    public const string Verb = "cluster-recovery";

    private const int Rounds = 5;
    private const int Commands = 20;

    /// <summary>A worker that takes longer loses its leases.</summary>
    private static readonly double DisconnectGrace = EngineSettings.Read(ConfigurationFiles.Load()).DisconnectGrace.TotalSeconds;

    /// <summary>Prints the table.</summary>
    public static async Task MeasureAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.WriteLine("Recovery of a cluster: not measured, since signals have other numbers here.");
            return;
        }

        FigureTable.Begin("Recovery of a cluster, in seconds");
        FigureTable.Add("a worker process killed: until another has its chunk", await RepeatAsync(Rounds, KilledWorkerAsync), 1);
        FigureTable.Add("a worker process started: until it has its first chunk", await RepeatAsync(Rounds, NewWorkerAsync), 1.5);
        FigureTable.Add("a seed killed and started again: until workers compute", await RepeatAsync(Rounds, RestartedSeedAsync), 3);
        FigureTable.Add("a connection that breaks: until the worker is back", await RepeatAsync(Rounds, BrokenConnectionAsync), DisconnectGrace);
        const string cutOff = "a host cut off in silence: until another has its chunk";
        const string back = "the same host back: until it has a chunk";
        if (Network.Obstacle.Value is { } obstacle)
        {
            FigureTable.Skip(cutOff, obstacle);
            FigureTable.Skip(back, obstacle);
        }
        else
        {
            var rounds = new List<Partition.Figures>();
            for (var round = 0; round < Rounds; round++) rounds.Add(await Partition.MeasureAsync());
            FigureTable.Add(cutOff, [.. rounds.Select(round => round.CutOff.TotalSeconds)], 6);
            FigureTable.Add(back, [.. rounds.Select(round => round.Back.TotalSeconds)], 3);
        }

        FigureTable.Add("gamma 6.5 --mode processes --parallelism 2: the command", await RepeatAsync(Commands, CommandAsync), 2.5);
    }

    private static async Task<List<double>> RepeatAsync(int rounds, Func<ProcessCluster, Task<Stopwatch>> round)
    {
        var figures = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            await using var cluster = Published.NewCluster();
            figures.Add((await round(cluster)).Elapsed.TotalSeconds);
        }

        return figures;
    }

    private static async Task<Stopwatch> KilledWorkerAsync(ProcessCluster cluster)
    {
        await using var web = new HoldingWeb();
        var seed = await cluster.SeedAsync();
        var killed = await cluster.WorkerAsync(seed);
        await SubmitAsync(cluster, web, $"{seed.Place}");
        await web.AskedAsync();
        await cluster.WorkerAsync(seed);

        var watch = Stopwatch.StartNew();
        killed.Process.Send(Signal.Kill);
        await web.AskedAsync();
        watch.Stop();
        return watch;
    }

    private static async Task<Stopwatch> NewWorkerAsync(ProcessCluster cluster)
    {
        await using var web = new HoldingWeb();
        var seed = await cluster.SeedAsync();
        await SubmitAsync(cluster, web, $"{seed.Place}");

        var watch = Stopwatch.StartNew();
        cluster.Start($"worker --join {seed.Place} --slots 1");
        await web.AskedAsync();
        watch.Stop();
        return watch;
    }

    /// <summary>The start of the new process counts, and so does that of a driver with another job, since the first one is lost.</summary>
    private static async Task<Stopwatch> RestartedSeedAsync(ProcessCluster cluster)
    {
        await using var lost = new HoldingWeb();
        await using var web = new HoldingWeb();
        var seed = await cluster.SeedAsync();
        await cluster.WorkerAsync(seed);
        await SubmitAsync(cluster, lost, $"{seed.Place}");
        await lost.AskedAsync();
        seed.Process.Send(Signal.Kill);
        await seed.Process.EndAsync();

        var watch = Stopwatch.StartNew();
        cluster.Start($"seed --listen {seed.Place} --in-memory");
        cluster.Start($"{JobOf(web)} --join {seed.Place}");
        await web.AskedAsync();
        watch.Stop();
        return watch;
    }

    private static async Task<Stopwatch> BrokenConnectionAsync(ProcessCluster cluster)
    {
        await using var relay = Relay.OnLoopback();
        var place = await cluster.FreePlaceAsync();
        relay.LeadTo(new IPEndPoint(IPAddress.Loopback, place.Port));
        var seed = await cluster.SeedAsync($"--listen {place} --advertise {relay.Place}");
        var worker = await cluster.WorkerAsync(seed);

        var watch = Stopwatch.StartNew();
        relay.Cut();
        await worker.Process.Output.LineAsync("ready");
        watch.Stop();
        return watch;
    }

    private static async Task<Stopwatch> CommandAsync(ProcessCluster cluster)
    {
        var watch = Stopwatch.StartNew();
        var end = await cluster.RunAsync("gamma 6.5 --mode processes --parallelism 2");
        watch.Stop();
        return end.ExitCode == 0 ? watch : throw new InvalidOperationException($"It ended with {end.ExitCode}: {string.Join(' ', end.Errors)}");
    }

    /// <summary>A job of one chunk, which runs until the web is done away with.</summary>
    public static string JobOf(HoldingWeb web) => $"uptime {web[0]} --timeout 10m";

    public static async Task SubmitAsync(ProcessCluster cluster, HoldingWeb web, string join, params IEnumerable<string> host)
    {
        var end = await cluster.RunAsync($"{JobOf(web)} --detach --join {join}", host);
        if (end.ExitCode != 0) throw new InvalidOperationException($"The job was not accepted: {string.Join(' ', end.Errors)}");
    }
}
