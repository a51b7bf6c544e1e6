using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Concurrency.EndToEnd.Processes;

namespace Concurrency.EndToEnd;

/// <summary>A web whose sites answer when the test lets them, so that a test knows what is in flight.</summary>
internal sealed class HoldingWeb : IAsyncDisposable
{
    private static readonly byte[] Fine = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly Socket _listener;
    private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _all = [];
    private readonly SemaphoreSlim _answers = new(0);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;

    /// <param name="listener">Bound, and not listening yet; null for loopback, at a port that is free.</param>
    public HoldingWeb(Socket? listener = null)
    {
        _listener = listener ?? new(SocketType.Stream, ProtocolType.Tcp);
        if (listener is null) _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>The address of a site.</summary>
    public string this[int site] => $"http://{_listener.LocalEndPoint}/{site}";

    /// <summary>The paths of all that were asked so far, each as often as it was.</summary>
    public IReadOnlyCollection<string> Asked => _all;

    /// <summary>Waits until a site is asked that was not waited for before.</summary>
    /// <returns>Its path.</returns>
    public async Task<string> AskedAsync()
    {
        using var watchdog = new CancellationTokenSource(Transcript.Watchdog);
        return await _asked.Reader.ReadAsync(watchdog.Token);
    }

    /// <summary>So many sites more answer, of those that were asked or will be the first.</summary>
    public void Answer(int sites) => _answers.Release(sites);

    /// <summary>From now on every site answers, and those that were asked before do too.</summary>
    public void Open() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Open();
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync());
        }
        catch (SocketException)
        {
            // It was disposed of.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            try
            {
                var bytes = new byte[4096];
                var count = await client.ReceiveAsync(bytes); // a HEAD request fits one segment
                var path = Encoding.ASCII.GetString(bytes, 0, count).Split(' ')[1];
                _all.Enqueue(path);
                _asked.Writer.TryWrite(path);
                await await Task.WhenAny(_open.Task, _answers.WaitAsync());
                await client.SendAsync(Fine);
            }
            catch (SocketException)
            {
                // Whoever asked is gone.
            }
        }
    }
}
