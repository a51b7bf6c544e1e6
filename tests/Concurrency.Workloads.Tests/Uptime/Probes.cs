using Concurrency.Workloads.Uptime;

namespace Concurrency.Workloads.Tests.Uptime;

/// <summary>Probes with ample time, unless it is the time that is tested.</summary>
internal static class Probes
{
    public static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    public static Task<ProbeResult> ProbeAsync(Prober prober, string url = "http://some.example/", TimeSpan? timeout = null) =>
        prober.ProbeAsync(url, timeout ?? Ample, followRedirects: true, CancellationToken.None);

    public static async Task AssertDownAsync(string reason, Prober prober, string url = "http://some.example/", TimeSpan? timeout = null)
    {
        var result = await ProbeAsync(prober, url, timeout);
        Assert.Equal((Verdict.Down, reason, null), (result.Verdict, result.Reason, result.Status));
    }
}
