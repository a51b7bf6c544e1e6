using System.Text.Json;
using Concurrency.Actors.Tests.Storage;
using Concurrency.Benchmarks.Recovery;
using Concurrency.EndToEnd.Processes;

namespace Concurrency.Benchmarks.Durability;

/// <summary>
/// A list of a million sites through a cluster that stores its jobs: what the seed and the driver take of memory, and whether there is one row for each
/// site. Linux only, for its many loopback addresses. Takes some minutes.
/// </summary>
internal static class ClusterMillion
{
    public const string Verb = "cluster-million";

    private const int Sites = 1_000_000;

    /// <summary>For a machine that has much else to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Prints the table.</summary>
    public static async Task MeasureAsync()
    {
        using var folder = new TemporaryFolder();
        using var server = QuickServer.Start();
        var urls = server.Urls(Sites);
        await File.WriteAllLinesAsync(folder["sites"], urls);
        await using var cluster = Published.NewCluster();
        var seed = await cluster.StoringSeedAsync($"--listen 127.0.0.1:0 --data {folder["data"]}");
        for (var i = 0; i < 2; i++) await cluster.WorkerAsync($"--join {seed.Place} --slots 1");

        FigureTable.Begin($"Costs of a cluster with a list of {Sites} sites");
        var driver = Start(cluster, $"uptime {folder["sites"]} --key million --output ndjson --join {seed.Place}", folder["rows"]);
        var memory = 0L;
        var end = driver.EndAsync(Patience);
        // What it had at most is not told when it has ended.
        while (await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System)) != end) memory = Math.Max(memory, driver.PeakMemory);
        Expect(await end);
        FigureTable.Add("MB of memory, at its peak, that the driver takes", [memory / 1e6], 200);
        FigureTable.Add("MB of memory, at its peak, that the seed takes", [seed.Process.PeakMemory / 1e6], 400);
        FigureTable.Add("rows of the driver that are not of their site, or missing", [Strangers(urls, folder["rows"])], 1);

        Expect(await Start(cluster, $"jobs results million --output ndjson --join {seed.Place}", folder["results"]).EndAsync(Patience));
        FigureTable.Add("rows read later that are not of their site, or missing", [Strangers(urls, folder["results"])], 1);
        FigureTable.Add("MB of memory, at its peak, that the seed takes by then", [seed.Process.PeakMemory / 1e6], 400);
    }

    private static ConcurrencyProcess Start(ProcessCluster cluster, string arguments, string output) =>
        cluster.Start(arguments, "sh", "-c", $"exec \"$0\" \"$@\" >{output}");

    /// <summary>Its rows say nothing if it has not got as far as their end.</summary>
    private static void Expect(Ended end)
    {
        if (end.ExitCode != 0) throw new InvalidOperationException($"A driver ended with {end.ExitCode} and said: {string.Join(' ', end.Errors.TakeLast(5))}");
    }

    /// <summary>Sites without a row of their own, and rows beyond one for each site.</summary>
    private static int Strangers(IReadOnlyList<string> urls, string rows)
    {
        var (isThere, strangers) = (new bool[urls.Count], 0);
        foreach (var line in File.ReadLines(rows))
        {
            using var row = JsonDocument.Parse(line);
            var index = row.RootElement.GetProperty("index").GetInt32();
            var isOwn = row.RootElement.GetProperty("url").ValueEquals(urls[index]) && !isThere[index];
            isThere[index] |= isOwn;
            if (!isOwn) strangers++;
        }

        return strangers + isThere.Count(there => !there);
    }
}
