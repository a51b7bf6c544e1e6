using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Concurrency.Cli.TestSite;

namespace Concurrency.Cli.Tests.TestSite;

public sealed class TestWebTests : IAsyncLifetime
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private TestWeb _web = null!;

    public async Task InitializeAsync() => _web = await TestWeb.StartAsync(AnyPort);

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public void Every_site_has_a_url_of_the_web_and_the_missing_ones_of_another_port()
    {
        Assert.Matches(@"^http://127\.0\.0\.1:\d+$", _web.Address);
        Assert.Equal(29, _web.Urls.Count);
        foreach (var (site, url) in TestSites.All.Zip(_web.Urls))
        {
            Assert.EndsWith($"/{site.Name}", url, StringComparison.Ordinal);
            Assert.Equal(!site.IsMissing, url.StartsWith($"{_web.Address}/", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Every_answer_is_as_planned_and_never_before_its_time(string method)
    {
        await Task.WhenAll(TestSites.All.SelectMany(site => site.Hops).Select(AskAsync));

        async Task AskAsync(Answer planned)
        {
            var asked = Stopwatch.StartNew();
            using var answer = await SendAsync(method, planned.Path);
            Assert.True(asked.Elapsed >= planned.Latency, $"{planned.Path} answered after {asked.Elapsed} instead of {planned.Latency}.");
            Assert.Equal((planned.Status, planned.Location), ((int)answer.StatusCode, answer.Headers.Location?.OriginalString));
            Assert.Equal(string.Equals(method, "GET", StringComparison.Ordinal), (await answer.Content.ReadAsStringAsync()).Length > 0);
            Assert.True(answer.Content.Headers.ContentLength > 0);
            Assert.Empty(answer.Headers.Server);
        }
    }

    [Fact]
    public async Task AClient_that_follows_redirects_ends_at_200()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await client.GetAsync(new Uri($"{_web.Address}/gmail.com"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("/mail.google.com", answer.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Theory]
    [InlineData("GET", "/", 404)]
    [InlineData("HEAD", "/nowhere", 404)]
    [InlineData("GET", "/amazon.com/", 404)]
    [InlineData("GET", "/never-answers.example", 404)]
    [InlineData("GET", "/really-cool-available-domain.com", 404)]
    [InlineData("POST", "/amazon.com", 405)]
    public async Task What_is_no_site_is_said_to_be_none(string method, string path, int status)
    {
        using var answer = await SendAsync(method, path);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_missing_site_refuses_and_nobody_can_take_its_port()
    {
        var missing = _web.Urls.Where(url => !url.StartsWith($"{_web.Address}/", StringComparison.Ordinal)).Select(url => new Uri(url)).ToList();
        Assert.Equal(2, missing.Count);
        foreach (var url in missing)
        {
            using var client = new TcpClient();
            var refusal = await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, url.Port));
            Assert.Equal(SocketError.ConnectionRefused, refusal.SocketErrorCode);
            using var taker = new TcpListener(IPAddress.Loopback, url.Port);
            Assert.Throws<SocketException>(taker.Start);
        }
    }

    [Fact]
    public async Task A_site_that_hangs_takes_the_request_and_never_answers_not_even_at_the_end()
    {
        var web = await TestWeb.StartAsync(AnyPort, hanging: true);
        Assert.Equal(30, web.Urls.Count);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(web.Address).Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {new Uri(web.Urls[^1]).AbsolutePath} HTTP/1.1\r\nHost: here\r\n\r\n"));
        var reading = stream.ReadAsync(new byte[1]).AsTask();

        // Whoever asked later has long been answered.
        using (await Client.GetAsync(new Uri(web.Urls[0]))) Assert.False(reading.IsCompleted);
        await web.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => reading);
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_refused_and_free_again_afterwards()
    {
        var port = new Uri(_web.Address).Port;
        var taken = await Assert.ThrowsAsync<SocketException>(() => TestWeb.StartAsync(new(IPAddress.Loopback, port)));
        Assert.Equal(SocketError.AddressAlreadyInUse, taken.SocketErrorCode);
        await _web.DisposeAsync();
        _web = await TestWeb.StartAsync(new(IPAddress.Loopback, port));
        Assert.Equal(port, new Uri(_web.Address).Port);
    }

    [Fact]
    public async Task It_speaks_from_an_IPv6_address_too()
    {
        if (!Socket.OSSupportsIPv6) return;
        await using var web = await TestWeb.StartAsync(new(IPAddress.IPv6Loopback, 0));
        Assert.All(web.Urls, url => Assert.StartsWith("http://[::1]:", url, StringComparison.Ordinal));
        using var answer = await Client.GetAsync(new Uri(web.Urls[0]));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), _web.Address + path);
        return await Client.SendAsync(request);
    }
}
