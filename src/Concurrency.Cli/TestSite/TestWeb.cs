using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Concurrency.Cli.TestSite;

/// <summary>
/// The test sites as one web server, until it is disposed of. The server stands alone, without the host that usually comes with it: nobody
/// but its owner ends it, nothing is logged, and no environment variable changes it.
/// </summary>
internal sealed class TestWeb : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly Socket _refusing;

    private TestWeb(KestrelServer server, Socket refusing, IReadOnlyList<Site> sites)
    {
        (_server, _refusing) = (server, refusing);
        Address = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        var nobody = $"http://{refusing.LocalEndPoint}";
        Urls = [.. sites.Select(site => $"{(site.IsMissing ? nobody : Address)}/{site.Name}")];
    }

    /// <summary>Such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; }

    /// <summary>Of the sites, in the order of the sample list.</summary>
    public IReadOnlyList<string> Urls { get; }

    /// <param name="listen">Port 0 is one that is free.</param>
    /// <param name="hanging">Adds a site that never answers, at the end.</param>
    /// <exception cref="SocketException">Nobody can listen there.</exception>
    public static async Task<TestWeb> StartAsync(IPEndPoint listen, bool hanging = false, TimeProvider? time = null)
    {
        IReadOnlyList<Site> sites = hanging ? [.. TestSites.All, TestSites.Hanging] : TestSites.All;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(listen, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(new Answering(sites, time ?? TimeProvider.System), CancellationToken.None);
            // Only now: before, it might have taken the port that was asked for.
            var web = new TestWeb(server, Refusing(listen.Address), sites);
            await WarmUpAsync(web.Address);
            return web;
        }
        catch (Exception e)
        {
            server.Dispose();
            // The server wraps some of them.
            if (e.GetBaseException() is SocketException reason) ExceptionDispatchInfo.Throw(reason);
            throw;
        }
    }

    /// <summary>Ends at once: who still waits for an answer gets none.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
        _refusing.Dispose();
    }

    /// <summary>The first request costs tens of milliseconds more than any other; left to a site, they would be counted as its own.</summary>
    private static async Task WarmUpAsync(string address)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var nothing = await client.GetAsync(new Uri(address));
    }

    /// <summary>
    /// Holds a port, so that nobody else gets it, and never listens on it: a connection is refused at once. (Windows tries for two seconds.)
    /// </summary>
    private static Socket Refusing(IPAddress address)
    {
        // Not said to be TCP, which a stream is anyway: of a TCP socket .NET lets the port be taken by others while nobody listens on it.
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified) { ExclusiveAddressUse = true };
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }
}
