using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Workloads.Tests.Uptime;

/// <summary>Addresses that fail as told, are silent (<see cref="SocketError.InProgress"/>), or lead to a port of the loopback (<see cref="SocketError.Success"/>).</summary>
public sealed class FakeNetwork(int port)
{
    private readonly ConcurrentDictionary<IPAddress, SocketError> _errors = [];
    private readonly ConcurrentQueue<IPAddress> _dialled = [];
    private int _letGo;

    /// <summary>Called after each attempt has found out what becomes of it.</summary>
    public Action OnDial { get; set; } = () => { };

    /// <summary>In the order of the attempts.</summary>
    public IReadOnlyList<IPAddress> Dialled => [.. _dialled];

    /// <summary>How many of the silent were cancelled.</summary>
    public int LetGo => _letGo;

    public SocketError this[IPAddress address]
    {
        set => _errors[address] = value;
    }

    public ProberOptions Options(params IPAddress[] addresses) => new() { Resolve = _ => addresses, Dial = DialAsync };

    private async ValueTask<Socket> DialAsync(IPEndPoint endpoint, CancellationToken cancelled)
    {
        _dialled.Enqueue(endpoint.Address);
        var error = _errors[endpoint.Address];
        OnDial();
        if (error == SocketError.Success) return await HappyEyeballs.DialAsync(new(IPAddress.Loopback, port), cancelled);
        if (error != SocketError.InProgress) throw new SocketException((int)error);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled);
        }
        finally
        {
            Interlocked.Increment(ref _letGo);
        }

        throw new InvalidOperationException("Nothing ends the silence but a cancellation.");
    }
}
