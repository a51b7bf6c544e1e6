using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Concurrency.Cli.Tests.Processes;

public class TestSiteTests
{
    [UnixTheory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    public async Task The_sites_of_the_list_answer_until_a_signal_ends_the_process_with_0(PosixSignal signal)
    {
        using var process = ConcurrencyProcess.Start(["testsite"]);
        var urls = (await process.WritesAsync(31)).Where(line => !line.StartsWith('#')).ToList();
        await process.SaysAsync("until Ctrl-C");

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var statuses = await Task.WhenAll(urls.Select(StatusAsync));
        Assert.Equal([(0, 2), (200, 25), (404, 1), (503, 1)], statuses.CountBy(status => status).Select(pair => (pair.Key, pair.Value)).Order());

        process.Signal(signal);
        Assert.Equal(new Ended(0, "", ""), await process.EndAsync());

        async Task<int> StatusAsync(string url)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(url));
                return (int)answer.StatusCode;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                return 0;
            }
        }
    }

    [UnixTheory]
    [InlineData(PosixSignal.SIGINT)]
    public async Task A_request_that_hangs_does_not_keep_the_process(PosixSignal signal)
    {
        using var process = ConcurrencyProcess.Start(["testsite", "--hanging"]);
        var hanging = (await process.WritesAsync(32))[^1];
        await process.SaysAsync("until Ctrl-C");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var asking = client.GetAsync(new Uri(hanging));
        using (await client.GetAsync(new Uri(new Uri(hanging), "/amazon.com"))) Assert.False(asking.IsCompleted);

        process.Signal(signal);
        Assert.Equal(0, (await process.EndAsync()).ExitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => asking);
    }

    [Fact]
    public async Task A_port_in_use_is_refused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var ended = await ConcurrencyProcess.RunAsync(["testsite", "--listen", $"{taken.LocalEndpoint}"]);
        ended.IsRefusal($"--listen is '{taken.LocalEndpoint}', but that port is in use");
    }

    [Fact]
    public async Task The_default_is_configured()
    {
        var ended = await ConcurrencyProcess.RunAsync(["testsite"], ("CONCURRENCY_TESTSITE_LISTEN", "10.0.0.1:80"));
        ended.IsRefusal("concurrency.testsite.listen is '10.0.0.1:80'");
    }
}
