using System.Net;
using System.Net.Sockets;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Workloads.Tests.Uptime;

/// <summary>Threads that do not start.</summary>
public sealed class DnsStageTests
{
    /// <summary>For what comes at once, or never.</summary>
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Where_no_thread_starts_no_name_is_left_waiting_for_one()
    {
        const int threads = 2;
        using var together = new Barrier(threads);
        using var stage = new DnsStage(threads, _ => [IPAddress.Loopback], _ =>
        {
            together.SignalAndWait(); // Each counts on the other.
            return false;
        });
        var lookups = Enumerable.Range(0, threads).Select(i => Task.Run(() => ResolveAsync(stage, $"{i}.example"))).ToList();
        foreach (var lookup in lookups)
        {
            var exception = await Assert.ThrowsAsync<SocketException>(() => lookup.WaitAsync(Ample, TimeProvider.System));
            Assert.Equal(SocketError.TooManyOpenSockets, exception.SocketErrorCode);
        }
    }

    [Fact]
    public async Task Names_wait_for_a_thread_that_is_there_and_later_ones_may_start_another()
    {
        var starts = 0;
        using var looking = new ManualResetEventSlim();
        using var stage = new DnsStage(
            threads: 2,
            _ =>
            {
                looking.Wait();
                return [IPAddress.Loopback];
            },
            run =>
            {
                if (++starts == 2) return false;
                new Thread(run) { IsBackground = true }.Start();
                return true;
            });
        var lookups = Enumerable.Range(0, 3).Select(i => ResolveAsync(stage, $"{i}.example")).ToList();
        looking.Set();
        foreach (var lookup in lookups) Assert.Equal([IPAddress.Loopback], await lookup.WaitAsync(Ample, TimeProvider.System));
        Assert.Equal(3, starts);
    }

    private static Task<IPAddress[]> ResolveAsync(DnsStage stage, string host) => stage.ResolveAsync(host, CancellationToken.None).AsTask();
}
