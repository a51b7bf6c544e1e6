using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Concurrency.Benchmarks;

/// <summary>Answers every request on every address of this machine with 204 and closes, in a process of its own, as fast as it can.</summary>
internal sealed class QuickServer : IDisposable
{
    public const string Verb = "quick-server";

    private static readonly byte[] Answer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray();
    private readonly Process _process;

    private QuickServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static QuickServer Start()
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(QuickServer).Assembly.Location, Verb])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        return new(process, int.Parse(process.StandardOutput.ReadLine()!));
    }

    /// <summary>So many URLs, each on a loopback address of its own: on Linux all of 127.0.0.0/8 is there.</summary>
    public IReadOnlyList<string> Urls(int count) =>
        [.. Enumerable.Range(1, count).Select(i => $"http://127.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}:{Port}/")];

    /// <summary>The child: serves until its standard input is closed.</summary>
    public static void Serve()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, 0));
        listener.Listen(4096);
        _ = AcceptAsync(listener);
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port);
        Console.In.ReadToEnd();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task AcceptAsync(Socket listener)
    {
        while (true) _ = AnswerAsync(await listener.AcceptAsync());
    }

    private static async Task AnswerAsync(Socket client)
    {
        using (client)
        {
            if (await client.ReceiveAsync(new byte[1024]) > 0) await client.SendAsync(Answer);
            client.Shutdown(SocketShutdown.Send);
        }
    }
}
