using System.Net.Sockets;
using Concurrency.Workloads.Uptime;
using Microsoft.Extensions.Time.Testing;

namespace Concurrency.Workloads.Tests.Uptime;

/// <summary>A server that goes so far and no further, and a clock that moves on as soon as it has: no test has to be quick.</summary>
public static class SilentServer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Where a probe is when its time is up, after the server has done as told.</summary>
    /// <param name="until">Does what it does, and returns where the silence begins.</param>
    /// <param name="then">Goes on during the silence, until the server stops.</param>
    public static async Task AssertTimeoutAsync(
        string reason, string scheme, ProberOptions options, Func<RawServer, NetworkStream, Task<Stream>> until, Func<RawServer, Stream, Task>? then = null)
    {
        var clock = new FakeTimeProvider();
        var silent = new TaskCompletionSource();
        await using var server = RawServer.Of(async (server, stream) =>
        {
            var end = await until(server, stream);
            silent.SetResult();
            await (then is null ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, server.Stopping) : then(server, end));
        });
        using var prober = new Prober(options with { Clock = clock });
        var probe = prober.ProbeAsync($"{scheme}://127.0.0.1:{server.Port}/", Limit, followRedirects: true, CancellationToken.None);
        await silent.Task;
        Assert.False(probe.IsCompleted);
        clock.Advance(Limit);
        Assert.Equal(new ProbeResult(Verdict.Down, reason, null, null, 0, false, Limit), await probe);
    }
}
