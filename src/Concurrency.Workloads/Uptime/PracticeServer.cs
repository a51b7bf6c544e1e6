using System.Net;
using System.Net.Sockets;

namespace Concurrency.Workloads.Uptime;

/// <summary>
/// Answers HEAD requests on a loopback address, at once. What asks it before it asks anybody else has its code compiled and loaded by then, and does
/// not charge the first sites of a list for that.
/// </summary>
public sealed class PracticeServer : IAsyncDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener;
    private readonly Task _serving;

    private PracticeServer(TcpListener listener)
    {
        _listener = listener;
        Url = $"http://{listener.LocalEndpoint}/";
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <returns>Null where nobody may listen.</returns>
    public static PracticeServer? Start()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        try
        {
            listener.Start();
            return new(listener);
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.AcceptSocketAsync(), _stop.Token);
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // Nobody asks any more: the listener was stopped, during a wait or between two.
        }
    }

    private static async Task AnswerAsync(Socket client, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                if (await client.ReceiveAsync(new byte[4096], stop) > 0) await client.SendAsync(Answer, stop);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // Whoever asked is gone, or practice is over.
            }
        }
    }
}
