using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Concurrency.Actors.Tests.Storage;
using Concurrency.Benchmarks.Recovery;
using Concurrency.EndToEnd;
using Concurrency.EndToEnd.Processes;

namespace Concurrency.Benchmarks.Durability;

/// <summary>
/// How soon a job that is stored makes progress again after its coordinator is gone. A chunk is one site of a web that answers when it is told
/// to; progress is that the one worker runs a chunk that it had no lease of, and a pause is the time without. Every round has a cluster of its own.
/// </summary>
internal static class ClusterReturn
{
    public const string Verb = "cluster-return";

    private const int Rounds = 3;

    private const int Sites = 10_000;

    /// <summary>The chunk that runs, and the one that the worker has besides so that its slot is never empty.</summary>
    private const int Leased = 2;

    /// <summary>More than a worker of one slot ever has besides.</summary>
    private const int Many = 100;

    /// <summary>Prints the table.</summary>
    public static async Task MeasureAsync()
    {
        FigureTable.Begin("Recovery of a cluster that stores its jobs, in seconds");
        FigureTable.Add("the one seed killed, and started again at once: until there is progress", await RepeatAsync(cluster => OneSeedAsync(cluster, Signal.Kill)), 3);
        FigureTable.Add("the one seed ended, and started again at once: until there is progress", await RepeatAsync(cluster => OneSeedAsync(cluster, Signal.Terminate)), 2);
        const string ended = "the coordinator's seed of three ended, overlay local: the longest pause";
        const string killed = "the coordinator's seed of three killed, overlay local: the longest pause";
        const string killedOnLan = "the coordinator's seed of three killed, made for a lan: the longest pause";
        if (PostgresServer.Absence is { } absence)
        {
            foreach (var what in new[] { ended, killed, killedOnLan }) FigureTable.Skip(what, absence);
            return;
        }

        var server = new PostgresServer();
        await server.InitializeAsync();
        FigureTable.Add(ended, await RepeatAsync(cluster => ThreeSeedsAsync(cluster, server, IPAddress.Loopback, Signal.Terminate)), 2);
        FigureTable.Add(killed, await RepeatAsync(cluster => ThreeSeedsAsync(cluster, server, IPAddress.Loopback, Signal.Kill)), 10);
        if (Reachable() is { } address) FigureTable.Add(killedOnLan, await RepeatAsync(cluster => ThreeSeedsAsync(cluster, server, address, Signal.Kill)), 20);
        else FigureTable.Skip(killedOnLan, "this machine has no address but loopback");
        await server.DisposeAsync();
    }

    private static async Task<List<double>> RepeatAsync(Func<ProcessCluster, Task<TimeSpan>> round)
    {
        var figures = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            await using var cluster = Published.NewCluster();
            figures.Add((await round(cluster)).TotalSeconds);
        }

        return figures;
    }

    private static async Task<TimeSpan> OneSeedAsync(ProcessCluster cluster, Signal signal)
    {
        using var data = new TemporaryFolder();
        await using var web = new HoldingWeb();
        var seed = await cluster.StoringSeedAsync($"--listen 127.0.0.1:0 --data {data.Name}");
        await cluster.WorkerAsync(seed);
        await SubmitAsync(cluster, web, Leased + 2, $"{seed.Place}");

        var watch = Stopwatch.StartNew();
        seed.Process.Send(signal);
        await seed.Process.EndAsync();
        cluster.Start($"seed --listen {seed.Place} --data {data.Name}");
        // The worker does what it had, and then something new.
        web.Answer(Leased);
        for (var asked = 0; asked < Leased; asked++) await web.AskedAsync();
        return watch.Elapsed;
    }

    private static async Task<TimeSpan> ThreeSeedsAsync(ProcessCluster cluster, PostgresServer server, IPAddress address, Signal signal)
    {
        await using var web = new HoldingWeb();
        string[] host = ["env", "CONCURRENCY_STORE_PROVIDER=postgresql", $"CONCURRENCY_STORE_POSTGRESQL_CONNECTION_STRING={await server.NewDatabaseAsync()}"];
        var open = IPAddress.IsLoopback(address) ? "" : " --insecure";
        var first = await cluster.StoringSeedAsync($"--listen {address}:0{open}", host);
        var second = await cluster.StoringSeedAsync($"--listen {address}:0{open} --join {first.Place}", host);
        var third = await cluster.StoringSeedAsync($"--listen {address}:0{open} --join {first.Place},{second.Place}", host);
        var worker = await cluster.WorkerAsync($"--join {first.Place},{second.Place},{third.Place} --slots 1{open}");
        await SubmitAsync(cluster, web, Sites, $"{second.Place}{open}");

        // One that ends in order has leases to give to the last.
        first.Process.Send(signal);
        var ready = worker.Process.Output.LineAsync("ready");
        var longest = TimeSpan.Zero;
        for (var more = Many; more > 0; more -= ready.IsCompleted ? 1 : 0)
        {
            var watch = Stopwatch.StartNew();
            web.Answer(1);
            await web.AskedAsync();
            if (watch.Elapsed > longest) longest = watch.Elapsed;
        }

        return longest;
    }

    private static async Task SubmitAsync(ProcessCluster cluster, HoldingWeb web, int sites, string join)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllLinesAsync(folder["sites"], Enumerable.Range(0, sites).Select(site => web[site]));
        var end = await cluster.RunAsync($"uptime {folder["sites"]} --concurrency 1 --chunk-size 1 --timeout 10m --detach --join {join}");
        if (end.ExitCode != 0) throw new InvalidOperationException($"The job was not accepted: {string.Join(' ', end.Errors)}");
        await web.AskedAsync();
    }

    /// <summary>An address of this machine that others get at, for which a seed takes the settings of a network.</summary>
    private static IPAddress? Reachable() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork);
}
