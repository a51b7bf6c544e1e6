using System.Diagnostics;
using System.Net;
using Concurrency.EndToEnd;
using Concurrency.EndToEnd.Hosts;
using Concurrency.EndToEnd.Processes;

namespace Concurrency.Benchmarks.Recovery;

/// <summary>A worker on a host of its own that is cut off, which nobody is told, and is back after both ends have found out.</summary>
internal static class Partition
{
    private const int Port = 4053;

    /// <param name="CutOff">From the cut until another worker has its chunk.</param>
    /// <param name="Back">From the moment when the way is open again until the worker that was cut off has a chunk.</param>
    internal sealed record Figures(TimeSpan CutOff, TimeSpan Back);

    public static async Task<Figures> MeasureAsync()
    {
        using var network = new Network();
        var one = network.Add("one", IPAddress.Parse("10.77.0.1"));
        var two = network.Add("two", IPAddress.Parse("10.77.0.2"));
        var three = network.Add("three", IPAddress.Parse("10.77.0.3"));
        var (place, join) = ($"{one.Address}:{Port}", $"{one.Address}:{Port} --insecure");
        await using var web = new HoldingWeb(one.Bound(port: 0));
        await using var next = new HoldingWeb(one.Bound(port: 0));
        await using var cluster = Published.NewCluster();
        await cluster.SeedAsync($"--listen {place} --insecure", one.Runner);
        // A second slot, for the chunk that comes when the first is still busy with what was cut off.
        var goes = await cluster.WorkerAsync($"--join {join} --slots 2", three.Runner);
        await ClusterRecovery.SubmitAsync(cluster, web, join, one.Runner);
        await web.AskedAsync();
        var stays = await cluster.WorkerAsync($"--join {join} --slots 1", two.Runner);

        var watch = Stopwatch.StartNew();
        network.Unplug(three);
        await web.AskedAsync();
        var cutOff = watch.Elapsed;

        await goes.Process.Error.LineAsync("does not answer any more");
        await goes.Process.Error.LineAsync("Trying on.");
        stays.Process.Send(Signal.Kill);
        await stays.Process.EndAsync();
        await ClusterRecovery.SubmitAsync(cluster, next, join, one.Runner);
        watch.Restart();
        network.Plug(three);
        await next.AskedAsync();
        return new(cutOff, watch.Elapsed);
    }
}
