using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Concurrency.Workloads.Tests.Uptime;

/// <summary>Accepts on a loopback port and does to each connection whatever it is told, right or wrong.</summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private readonly Func<Stream, Task> _behave;

    private RawServer(Func<RawServer, Stream, Task> behave)
    {
        _behave = stream => behave(this, stream);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/";

    /// <summary>Ends when the server does.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public int Connections { get; private set; }

    /// <summary>The request lines in the order they came.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>Does as told with every connection, which is closed afterwards.</summary>
    public static RawServer Of(Func<RawServer, NetworkStream, Task> behave) => new((server, stream) => behave(server, (NetworkStream)stream));

    /// <summary>Reads a request and sends these characters, each a byte, whatever they are.</summary>
    public static RawServer Answering(string answer) => Answering(_ => answer);

    /// <param name="answerTo">From the path of the request to the whole of the answer.</param>
    public static RawServer Answering(Func<string, string> answerTo) => new(async (server, stream) =>
    {
        var head = await server.ReadHeadAsync(stream);
        if (head.Length > 0) await SendAsync(stream, answerTo(head.Split(' ')[1]));
    });

    /// <summary>A redirect to what the header says, or the header alone left out.</summary>
    public static string Redirect(string? location, int status = 302) =>
        $"HTTP/1.1 {status} Elsewhere\r\n{(location is null ? "" : $"Location: {location}\r\n")}Content-Length: 0\r\n\r\n";

    public static string Status(int status) => $"HTTP/1.1 {status:000} Whatever\r\nContent-Length: 0\r\n\r\n";

    public static async Task SendAsync(Stream stream, string characters)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(characters));
        await stream.FlushAsync();
    }

    /// <summary>All of a request up to the empty line; empty where the other side left before.</summary>
    public async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, Stopping);
            if (read == 0) return "";
            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        _requests.Enqueue(head.ToString().Split("\r\n")[0]);
        return head.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(Stopping);
                Connections++;
                _connections.Add(ServeAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await _behave(stream);

            // A socket closed with bytes unread resets its connection, and the answer may be lost with it.
            if (!socket.SafeHandle.IsClosed) socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The prober left, or would not go on, or the test is over.
        }
    }
}
