using System.Diagnostics;
using System.Net.Http.Headers;
using Concurrency.Actors.Driving;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Benchmarks;

/// <summary>
/// How many sites a second uptime asks, beside a bare loop over the framework's HTTP client and beside curl: 10,000 loopback addresses, a
/// fresh connection each, as many in flight, in turns; what each needs is there before the clock starts, but for curl's process. Linux only,
/// for its many loopback addresses.
/// </summary>
internal static class ProbeRate
{
    public const string Verb = "probe-rate";

    private const int Sites = 10_000;
    private const int InFlight = 200;
    private const int Rounds = 5;

    /// <summary>Prints the table.</summary>
    public static async Task CompareAsync()
    {
        using var server = QuickServer.Start();
        var urls = server.Urls(Sites);
        using var prober = new Prober();
        var workload = new UptimeWorkload(prober);
        await using var engine = LocalEngine.Start(new(workload), slots: 2);
        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            ActivityHeadersPropagator = null,
        });
        var list = Path.GetTempFileName();
        await File.WriteAllLinesAsync(list, urls.SelectMany(url => new[] { $"url = {url}", "output = /dev/null" }));
        (string Name, Func<Task> Run)[] peers =
        [
            ("bare HTTP client", () => BareAsync(client, urls)),
            ("uptime", () => EngineAsync(engine, workload, urls)),
            ("curl --parallel", () => CurlAsync(list)),
        ];

        // The first round warms up and does not count.
        var seconds = peers.ToDictionary(peer => peer.Name, _ => new List<double>(), StringComparer.Ordinal);
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (name, run) in round % 2 == 0 ? peers : peers.Reverse())
            {
                var watch = Stopwatch.StartNew();
                await run();
                if (round > 0) seconds[name].Add(watch.Elapsed.TotalSeconds);
            }
        }

        File.Delete(list);
        var median = seconds.ToDictionary(peer => peer.Key, peer => Sites / peer.Value.Order().ElementAt(Rounds / 2), StringComparer.Ordinal);
        Console.WriteLine();
        Console.WriteLine($"Sites a second, {Sites} addresses, {InFlight} in flight");
        Console.WriteLine("| Peer             | Median sites/s | Ratio |");
        Console.WriteLine("|----------------- |---------------:|------:|");
        foreach (var (name, rate) in median) Console.WriteLine($"| {name,-16} | {rate,14:0} | {rate / median["bare HTTP client"],5:0.00} |");
    }

    private static async Task EngineAsync(LocalEngine engine, UptimeWorkload workload, IReadOnlyList<string> urls)
    {
        var job = new UptimeJob(TimeSpan.FromSeconds(20), FollowRedirects: true, Concurrency: InFlight / 2);
        var records = 0;
        var tally = await engine.Jobs.RunAsync(workload, job, urls.Select(UptimeWorkload.ItemOf), rows => records += rows.Records.Count);
        if (tally.Verdicts[Verdict.Up] != Sites || records != Sites) throw new InvalidOperationException($"{tally.Verdicts[Verdict.Up]} up, {records} records");
    }

    private static async Task BareAsync(HttpMessageInvoker client, IReadOnlyList<string> urls)
    {
        var (next, up) = (-1, 0);
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => LoopAsync()));
        if (up != Sites) throw new InvalidOperationException($"{up} up");

        async Task LoopAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < urls.Count)
            {
                using var request = new HttpRequestMessage(HttpMethod.Head, urls[i]);
                request.Headers.ConnectionClose = true;
                request.Headers.UserAgent.Add(new ProductInfoHeaderValue("bare", "1"));
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
                using var answer = await client.SendAsync(request, limit.Token);
                if ((int)answer.StatusCode < 400) Interlocked.Increment(ref up);
            }
        }
    }

    private static async Task CurlAsync(string list)
    {
        string[] arguments = ["--silent", "--no-progress-meter", "--head", "--fail", "--parallel", "--parallel-max", $"{InFlight}", "--max-time", "20", "--config", list];
        using var curl = Process.Start(new ProcessStartInfo("curl", arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        await curl.StandardError.ReadToEndAsync();
        await curl.WaitForExitAsync();
        if (curl.ExitCode != 0) throw new InvalidOperationException($"curl exited with {curl.ExitCode}");
    }
}
