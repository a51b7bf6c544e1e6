using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Concurrency.EndToEnd;

/// <summary>
/// Passes on what comes to one place to another, as a router that translates addresses does: whoever is behind it can open connections
/// outwards, and nobody can open one to there. It can forget all connections, as such routers do when they are restarted.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly Socket _inside;
    private readonly Func<Socket> _newOutside;
    private readonly ConcurrentDictionary<Socket, bool> _open = [];
    private readonly Task _accepting;
    private EndPoint? _target;

    /// <param name="inside">Listens.</param>
    /// <param name="newOutside">Makes a socket to go on with.</param>
    public Relay(Socket inside, Func<Socket> newOutside)
    {
        (_inside, _newOutside) = (inside, newOutside);
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public EndPoint Place => _inside.LocalEndPoint!;

    /// <summary>On loopback, at a port that is free.</summary>
    public static Relay OnLoopback()
    {
        var inside = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        inside.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        inside.Listen();
        return new(inside, () => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
    }

    /// <summary>Passes on to there from now on.</summary>
    public void LeadTo(EndPoint target) => Volatile.Write(ref _target, target);

    /// <summary>Drops every connection there is.</summary>
    public void Cut()
    {
        foreach (var socket in _open.Keys) socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _inside.Dispose();
        await _accepting;
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _inside.AcceptAsync());
        }
        catch (SocketException)
        {
            // It was disposed of.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = _newOutside();
        _open[client] = _open[server] = true;
        try
        {
            await server.ConnectAsync(Volatile.Read(ref _target)!);
            // When one direction ends, so does the other.
            await await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side was gone, or both were cut.
        }
        finally
        {
            foreach (var socket in new[] { client, server })
            {
                _open.TryRemove(socket, out _);
                socket.Dispose();
            }
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var bytes = new byte[64 << 10];
        while (await from.ReceiveAsync(bytes) is > 0 and var count) await to.SendAsync(bytes.AsMemory(0, count));
    }
}
