using System.Net;
using System.Net.Sockets;
using Concurrency.Workloads.Uptime;
using Microsoft.Extensions.Time.Testing;
using static Concurrency.Workloads.Tests.Uptime.Probes;

namespace Concurrency.Workloads.Tests.Uptime;

/// <summary>From addresses to connections, in networks that the tests make up.</summary>
public sealed class ConnectorTests
{
    /// <summary>Where the time limit is what is tested, and it does not matter what has come about before.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);
    private static readonly IPAddress First = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Second = IPAddress.Parse("192.0.2.2");
    private static readonly IPAddress Third = IPAddress.Parse("2001:db8::3");

    [Fact]
    public async Task The_next_address_is_tried_when_one_fails()
    {
        await using var server = RawServer.Answering(RawServer.Status(200));
        var network = new FakeNetwork(server.Port) { [First] = SocketError.ConnectionRefused, [Third] = SocketError.NetworkUnreachable, [Second] = SocketError.Success };
        using var prober = new Prober(network.Options(First, Second, Third) with { ConnectionAttemptDelay = Ample });
        Assert.Equal(Verdict.Up, (await ProbeAsync(prober)).Verdict);
        Assert.Equal([First, Third, Second], network.Dialled); // the families in turn
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_is_silent_and_the_silent_one_is_let_go()
    {
        await using var server = RawServer.Answering(RawServer.Status(200));
        var network = new FakeNetwork(server.Port) { [First] = SocketError.InProgress, [Second] = SocketError.Success };
        using var prober = new Prober(network.Options(First, Second) with { ConnectionAttemptDelay = TimeSpan.FromMilliseconds(20) });
        Assert.Equal(Verdict.Up, (await ProbeAsync(prober)).Verdict);
        Assert.Equal(1, network.LetGo);
    }

    [Fact]
    public async Task A_connection_that_comes_second_is_closed()
    {
        var left = new TaskCompletionSource();
        await using var slow = RawServer.Of(async (_, stream) =>
        {
            Assert.Equal(0, await stream.ReadAsync(new byte[1]));
            left.SetResult();
        });
        await using var server = RawServer.Answering(RawServer.Status(200));
        using var prober = new Prober(new()
        {
            Resolve = _ => [First, Second],
            ConnectionAttemptDelay = TimeSpan.FromMilliseconds(20),
            Dial = async (endpoint, cancelled) =>
            {
                if (endpoint.Address.Equals(Second)) return await HappyEyeballs.DialAsync(new(IPAddress.Loopback, server.Port), cancelled);
                var lost = new TaskCompletionSource();
                await using var registration = cancelled.Register(lost.SetResult);
                await lost.Task; // and then it is there after all
                return await HappyEyeballs.DialAsync(new(IPAddress.Loopback, slow.Port), CancellationToken.None);
            },
        });
        Assert.Equal(Verdict.Up, (await ProbeAsync(prober)).Verdict);
        await left.Task;
    }

    [Fact]
    public async Task An_attempt_that_breaks_as_it_is_let_go_takes_nothing_from_the_winner_or_the_other_losers()
    {
        await using var server = RawServer.Answering(RawServer.Status(200));
        var network = new FakeNetwork(server.Port) { [Third] = SocketError.InProgress, [Second] = SocketError.Success };
        var options = network.Options(First, Third, Second);
        using var prober = new Prober(options with
        {
            ConnectionAttemptDelay = TimeSpan.FromMilliseconds(20),
            Dial = async (endpoint, cancelled) =>
            {
                if (!endpoint.Address.Equals(First)) return await options.Dial(endpoint, cancelled);
                var lost = new TaskCompletionSource();
                await using var registration = cancelled.Register(lost.SetResult);
                await lost.Task;
                throw new InvalidTimeZoneException();
            },
        });
        Assert.Equal(Verdict.Up, (await ProbeAsync(prober)).Verdict);
        Assert.Equal(1, network.LetGo);
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused, SocketError.NetworkUnreachable, Reasons.ConnectRefused)]
    [InlineData(SocketError.HostUnreachable, SocketError.HostUnreachable, Reasons.ConnectUnreachable)]
    [InlineData(SocketError.NetworkUnreachable, SocketError.TimedOut, Reasons.TimeoutConnect)]
    [InlineData(SocketError.AccessDenied, SocketError.AddressFamilyNotSupported, Reasons.ConnectFailed)]
    [InlineData(SocketError.ConnectionRefused, SocketError.AddressNotAvailable, Reasons.ConnectRefused)] // no IPv6 here
    public async Task Of_several_failures_the_one_that_says_most_is_told(SocketError first, SocketError third, string reason)
    {
        var network = new FakeNetwork(port: 0) { [First] = first, [Third] = third };
        using var prober = new Prober(network.Options(Third, First));
        await AssertDownAsync(reason, prober);
    }

    [Fact]
    public async Task No_connection_in_time_is_down()
    {
        foreach (var addresses in new IPAddress[][] { [First], [First, Second] })
        {
            var clock = new FakeTimeProvider();
            var dialled = new TaskCompletionSource();
            var network = new FakeNetwork(port: 0) { [First] = SocketError.InProgress, [Second] = SocketError.InProgress, OnDial = () => dialled.TrySetResult() };
            using var prober = new Prober(network.Options(addresses) with { Clock = clock });
            var down = AssertDownAsync(Reasons.TimeoutConnect, prober);
            await dialled.Task;
            clock.Advance(Ample);
            await down;
            Assert.Equal(network.Dialled.Count, network.LetGo);
        }
    }

    [Fact]
    public async Task A_host_with_endless_addresses_is_given_up()
    {
        var network = new FakeNetwork(port: 0);
        var addresses = Enumerable.Range(0, 1000).Select(i => new IPAddress([10, 0, (byte)(i >> 8), (byte)i])).ToArray();
        foreach (var address in addresses) network[address] = SocketError.ConnectionRefused;
        using var prober = new Prober(network.Options(addresses));
        await AssertDownAsync(Reasons.ConnectRefused, prober);
        Assert.Equal(HappyEyeballs.MaxAddresses, network.Dialled.Count);
    }

    [Theory]
    [InlineData(SocketError.TooManyOpenSockets)]
    [InlineData(SocketError.NoBufferSpaceAvailable)]
    [InlineData(SocketError.AddressNotAvailable)]
    public async Task What_this_machine_lacks_is_not_held_against_the_site(SocketError error)
    {
        var network = new FakeNetwork(port: 0) { [First] = error, [Third] = SocketError.NetworkUnreachable };
        var options = network.Options(First, Third) with { LocalLimitDelays = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)] };
        using var prober = new Prober(options);
        var result = await ProbeAsync(prober);
        Assert.Equal((Verdict.Unknown, Reasons.LocalLimit, null), (result.Verdict, result.Reason, result.Status));
        Assert.Equal(3, network.Dialled.Count(First.Equals));
    }

    [Fact]
    public async Task What_this_machine_lacks_for_a_moment_is_no_matter()
    {
        await using var server = RawServer.Answering(RawServer.Status(200));
        var network = new FakeNetwork(server.Port) { [First] = SocketError.TooManyOpenSockets };
        network.OnDial = () => network[First] = SocketError.Success;
        using var prober = new Prober(network.Options(First));
        Assert.Equal(Verdict.Up, (await ProbeAsync(prober)).Verdict);
        Assert.Equal(2, network.Dialled.Count);
    }

    [Fact]
    public async Task Out_of_time_while_this_machine_lacks_something_is_not_held_against_the_site()
    {
        var network = new FakeNetwork(port: 0) { [First] = SocketError.TooManyOpenSockets };
        using var pausing = new Prober(network.Options(First) with { LocalLimitDelays = [Ample] });
        Assert.Equal(Verdict.Unknown, (await ProbeAsync(pausing, $"http://{First}/", Short)).Verdict);

        network.OnDial = () => network[First] = SocketError.InProgress;
        using var trying = new Prober(network.Options(First) with { LocalLimitDelays = [TimeSpan.FromMilliseconds(1)] });
        Assert.Equal(Verdict.Unknown, (await ProbeAsync(trying, $"http://{First}/", Short)).Verdict);
    }

    [LinuxFact]
    public async Task A_port_that_takes_no_more_connections_times_out()
    {
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(backlog: 1);
        var fillers = Enumerable.Range(0, 8).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false }).ToList();
        try
        {
            foreach (var filler in fillers)
            {
                try
                {
                    filler.Connect(full.LocalEndPoint!); // On the loopback it is in the queue when the call returns.
                }
                catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // No more room.
                }
            }

            using var prober = new Prober();
            await AssertDownAsync(Reasons.TimeoutConnect, prober, $"http://127.0.0.1:{((IPEndPoint)full.LocalEndPoint!).Port}/", Short);
        }
        finally
        {
            foreach (var filler in fillers) filler.Dispose();
        }
    }
}
