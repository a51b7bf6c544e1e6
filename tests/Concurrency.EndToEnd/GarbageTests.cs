using System.Net.Sockets;
using System.Text;
using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd;

/// <summary>Whatever comes to a seed's port, the seed lives and works.</summary>
public class GarbageTests(ITestOutputHelper output) : ClusterTest(output)
{
    private const int Connections = 100;

    [LinuxFact]
    public async Task Bytes_that_mean_nothing_do_a_seed_no_harm()
    {
        var sum = await LongSum.Job;
        var seed = await SeedAsync();
        var worker = await WorkerAsync(seed);
        await using var driver = await Driver.JoinAsync(seed);
        var job = await driver.SubmitAsync(sum);
        await driver.UntilAsync(job, report => report.UnitsDone > report.Units / 4);

        var random = new Random(20261123);
        for (var i = 0; i < Connections; i++) await PourAsync(seed, Garbage(random, i));

        Assert.Equal(0, (await driver.SumAsync(job, sum)).Retries);
        Assert.Equal((false, false), (seed.Process.HasExited, worker.Process.HasExited));
    }

    /// <summary>Requests of other protocols, bytes at random, and frames of a believable length with such bytes in them.</summary>
    private static byte[] Garbage(Random random, int i)
    {
        var bytes = new byte[random.Next(1, 4000)];
        random.NextBytes(bytes);
        return (i % 4) switch
        {
            0 => Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: seed\r\n\r\n"),
            1 => bytes,
            2 => [.. BitConverter.GetBytes(bytes.Length), .. bytes], // as DotNetty frames them
            _ => [0x16, 0x03, 0x01, .. bytes], // as TLS greets
        };
    }

    private static async Task PourAsync(Seed seed, byte[] bytes)
    {
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var watchdog = new CancellationTokenSource(Processes.Transcript.Watchdog);
        await client.ConnectAsync(seed.Place.Host, seed.Place.Port, watchdog.Token);
        try
        {
            await client.SendAsync(bytes, watchdog.Token);
            client.Shutdown(SocketShutdown.Send);
            // To the end, which is when the seed has had enough of it.
            while (await client.ReceiveAsync(new byte[4096], watchdog.Token) > 0) { }
        }
        catch (SocketException)
        {
            // It was cut off before.
        }
    }
}
