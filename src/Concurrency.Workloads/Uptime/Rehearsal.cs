using System.Net;
using System.Net.Sockets;

namespace Concurrency.Workloads.Uptime;

/// <summary>
/// Lets a prober ask a server of its own before it asks any other: the first probes of a process take a tenth of a second longer, while code
/// is compiled and loaded, and the first sites of a list are not to be charged for that.
/// </summary>
public static class Rehearsal
{
    private const int Probes = 3;

    private static readonly byte[] Answer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray();

    /// <summary>Takes some 100 ms in a new process, and never fails: where nobody may listen, there is no rehearsal.</summary>
    public static async Task HoldAsync(Prober prober, CancellationToken cancelled = default)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var serving = ServeAsync(listener);
            for (var i = 0; i < Probes; i++)
                await prober.ProbeAsync($"http://{listener.LocalEndpoint}/", TimeSpan.FromSeconds(1), followRedirects: true, cancelled);
            listener.Stop();
            await serving;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The sites will be asked all the same.
        }
    }

    private static async Task ServeAsync(TcpListener listener)
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                using var client = await listener.AcceptSocketAsync();
                if (await client.ReceiveAsync(buffer) > 0) await client.SendAsync(Answer);
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // Nobody asks any more: the listener was stopped, during a wait or between two.
        }
    }
}
