using System.Net;
using System.Net.Sockets;

namespace Concurrency.Workloads.Uptime;

/// <summary>Connects to whichever address of a host answers first: RFC 8305, "Happy Eyeballs Version 2".</summary>
internal sealed class HappyEyeballs(ProberOptions options)
{
    /// <summary>A host with more addresses than this is given up after so many of them, so that no answer of a name server can cost a machine its sockets.</summary>
    public const int MaxAddresses = 16;

    /// <summary>Nothing of the other attempts is left when this returns: those that connected later are closed.</summary>
    /// <param name="addresses">At least one, in the order of the resolver.</param>
    /// <exception cref="SocketException">None could be connected to; the error is the one that says most.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ValueTask<Socket> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancelled) =>
        addresses.Length == 1
            ? options.Dial(new(addresses[0], port), cancelled)
            : RaceAsync([.. Interleave(addresses).Take(MaxAddresses)], port, cancelled);

    public static async ValueTask<Socket> DialAsync(IPEndPoint endpoint, CancellationToken cancelled)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            AcknowledgeWithFirstBytes(socket);
            await socket.ConnectAsync(endpoint, cancelled);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The last step of the handshake rides with the first bytes that are sent, which here follow at once: a packet less, and the server
    /// wakes once and not twice. Without bytes to ride with, it goes by itself 40 ms later. Linux only: tcp(7), TCP_QUICKACK.
    /// </summary>
    private static void AcknowledgeWithFirstBytes(Socket socket)
    {
        const int quickAck = 12;
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, quickAck, [0, 0, 0, 0]);
    }

    /// <summary>The families in turn, beginning with that of the first address; each in its own order.</summary>
    internal static IEnumerable<IPAddress> Interleave(IPAddress[] addresses)
    {
        var first = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToArray();
        var second = addresses.Where(address => address.AddressFamily != addresses[0].AddressFamily).ToArray();
        for (var i = 0; i < Math.Max(first.Length, second.Length); i++)
        {
            if (i < first.Length) yield return first[i];
            if (i < second.Length) yield return second[i];
        }
    }

    private async ValueTask<Socket> RaceAsync(IPAddress[] addresses, int port, CancellationToken cancelled)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        var running = new List<Task<Socket?>>();
        var failure = new DialFailure();
        try
        {
            for (var next = 0; next < addresses.Length || running.Count > 0;)
            {
                if (next < addresses.Length) running.Add(DialOneAsync(new(addresses[next++], port), failure, race.Token));
                var pause = next < addresses.Length ? Task.Delay(options.ConnectionAttemptDelay, options.Clock, race.Token) : null;
                await Task.WhenAny(pause is null ? running : [.. running, pause]);
                while (running.Find(task => task.IsCompleted) is { } ended)
                {
                    running.Remove(ended);
                    if (await ended is { } socket) return socket;
                }
            }
        }
        finally
        {
            await race.CancelAsync();
            foreach (var loser in running) await CloseAsync(loser);
        }

        throw failure.ToException();
    }

    /// <summary>Null, and the failure noted, where the address cannot be connected to.</summary>
    private async Task<Socket?> DialOneAsync(IPEndPoint endpoint, DialFailure failure, CancellationToken cancelled)
    {
        try
        {
            return await options.Dial(endpoint, cancelled);
        }
        catch (SocketException exception)
        {
            failure.Add(exception.SocketErrorCode, endpoint.AddressFamily);
            return null;
        }
    }

    private static async ValueTask CloseAsync(Task<Socket?> loser)
    {
        try
        {
            (await loser)?.Dispose();
        }
        catch (Exception)
        {
            // As it was told, or in a way of its own: either way there is nothing to close, and the other losers are still to come.
        }
    }
}
