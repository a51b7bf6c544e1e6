using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Concurrency.Workloads.Uptime;
using Microsoft.Extensions.Time.Testing;
using static Concurrency.Workloads.Tests.Uptime.Probes;

namespace Concurrency.Workloads.Tests.Uptime;

/// <summary>From names to addresses, by resolvers that the tests make up.</summary>
public sealed class LookupTests
{
    [Fact]
    public async Task A_name_is_looked_up_and_an_address_is_not()
    {
        await using var server = RawServer.Answering(RawServer.Status(200));
        var asked = new List<string>();
        using var prober = new Prober(new()
        {
            Resolve = host =>
            {
                asked.Add(host);
                return [IPAddress.Loopback];
            },
        });
        Assert.Equal(Verdict.Up, (await ProbeAsync(prober, $"http://BÜCHER.example:{server.Port}/")).Verdict);
        Assert.Equal(Verdict.Up, (await ProbeAsync(prober, server.Url)).Verdict);
        Assert.Equal(["xn--bcher-kva.example"], asked);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, Reasons.DnsNotFound)]
    [InlineData(SocketError.NoData, Reasons.DnsNotFound)]
    [InlineData(SocketError.TryAgain, Reasons.DnsFailed)]
    [InlineData(SocketError.NoRecovery, Reasons.DnsFailed)]
    public async Task A_name_without_addresses_is_down(SocketError error, string reason)
    {
        using var prober = new Prober(new() { Resolve = _ => throw new SocketException((int)error) });
        await AssertDownAsync(reason, prober);
    }

    [Fact]
    public async Task A_resolver_without_descriptors_is_not_held_against_the_site()
    {
        using var prober = new Prober(new() { Resolve = _ => throw new SocketException((int)SocketError.TooManyOpenSockets), LocalLimitDelays = [] });
        var result = await ProbeAsync(prober);
        Assert.Equal((Verdict.Unknown, Reasons.LocalLimit), (result.Verdict, result.Reason));
    }

    [Fact]
    public async Task No_address_at_all_is_not_found()
    {
        using var prober = new Prober(new() { Resolve = _ => [] });
        await AssertDownAsync(Reasons.DnsNotFound, prober);
    }

    [Fact]
    public async Task A_name_that_no_resolver_takes_is_not_found()
    {
        using var prober = new Prober();
        await AssertDownAsync(Reasons.DnsNotFound, prober, $"http://{string.Join('.', Enumerable.Repeat(new string('x', 60), 5))}/");
    }

    [Fact]
    public async Task A_resolver_that_breaks_is_no_exception()
    {
        using var prober = new Prober(new() { Resolve = _ => throw new InvalidTimeZoneException() });
        await AssertDownAsync(Reasons.ProbeFailed, prober);
    }

    [Fact]
    public async Task Slow_resolvers_time_out_and_hold_up_nobody_for_longer_than_they_last()
    {
        const int threads = 2;
        var clock = new FakeTimeProvider();
        using var asked = new SemaphoreSlim(0);
        using var answering = new ManualResetEventSlim();
        var names = new ConcurrentQueue<string>();
        using var prober = new Prober(new()
        {
            Clock = clock,
            DnsThreads = threads,
            Resolve = host =>
            {
                names.Enqueue(host);
                asked.Release();
                if (host is "slow.example") answering.Wait();
                return [];
            },
        });
        for (var i = 0; i < threads; i++)
        {
            var slow = AssertDownAsync(Reasons.TimeoutDns, prober, "http://slow.example/");
            await asked.WaitAsync();
            clock.Advance(Ample);
            await slow;
        }

        // Both threads are with slow.example, and nobody is asked about any other name.
        var never = ProbeAsync(prober, "http://never.example/");
        clock.Advance(Ample);
        var result = await never;
        Assert.Equal((Verdict.Unknown, Reasons.LocalLimit, null), (result.Verdict, result.Reason, result.Status));

        using var source = new CancellationTokenSource();
        var cancelled = prober.ProbeAsync("http://never.example/", Ample, followRedirects: true, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var waiting = ProbeAsync(prober, "http://quick.example/");
        Assert.False(waiting.IsCompleted);
        answering.Set();
        Assert.Equal(Reasons.DnsNotFound, (await waiting).Reason);
        Assert.Equal(["slow.example", "slow.example", "quick.example"], names.ToArray());
    }

    [Fact]
    public async Task So_many_names_at_a_time_and_no_more()
    {
        const int threads = 3;
        using var together = new Barrier(threads);
        var (running, most) = (0, 0);
        using var prober = new Prober(new()
        {
            DnsThreads = threads,
            Resolve = _ =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref running));
                together.SignalAndWait();
                Interlocked.Decrement(ref running);
                return [];
            },
        });
        await Task.WhenAll(Enumerable.Range(0, threads * 20).Select(i => AssertDownAsync(Reasons.DnsNotFound, prober, $"http://{i}.example/")));
        Assert.Equal(threads, most);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most) Interlocked.CompareExchange(ref most, value, seen);
    }
}
