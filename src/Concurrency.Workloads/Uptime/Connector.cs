using System.Net;
using System.Net.Sockets;

namespace Concurrency.Workloads.Uptime;

/// <summary>An open connection, ready for a request, or why there is none.</summary>
internal readonly record struct Connection(Stream? Stream, string? Fault);

/// <summary>From a URL to an open connection: name, address, TLS. Faults are values here, since to a prober they are nothing unusual.</summary>
internal sealed class Connector(ProberOptions options) : IDisposable
{
    private readonly DnsStage _dns = new(options.DnsThreads, host => Descriptors.Guard(options.Resolve, host));
    private readonly HappyEyeballs _eyeballs = new(options);
    private readonly TlsClient _tls = new(options);

    /// <summary>Tries again, after a pause, as long as this machine itself is what fails.</summary>
    /// <param name="limit">Ends the attempt; what was under way then is in the fault.</param>
    public async ValueTask<Connection> ConnectAsync(Uri uri, CancellationToken limit)
    {
        var connection = await TryConnectAsync(uri, limit);
        if (connection.Fault is not Reasons.LocalLimit) return connection;

        foreach (var delay in options.LocalLimitDelays)
        {
            await Task.Delay(delay, options.Clock, limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (limit.IsCancellationRequested) return connection;
            var another = await TryConnectAsync(uri, limit);

            // Out of time is no fault of the site's either, which had less of it than was meant.
            if (another.Fault is not Reasons.LocalLimit && !limit.IsCancellationRequested) return another;
            if (another.Stream is not null) await another.Stream.DisposeAsync();
        }

        return connection;
    }

    public void Dispose() => _dns.Dispose();

    private async ValueTask<Connection> TryConnectAsync(Uri uri, CancellationToken limit)
    {
        var host = uri.IdnHost;
        var (addresses, lookupFault) = IPAddress.TryParse(host, out var literal) ? ([literal.IsIPv4MappedToIPv6 ? literal.MapToIPv4() : literal], null) : await LookUpAsync(host, limit);
        if (lookupFault is not null) return new(Stream: null, lookupFault);

        var (socket, dialFault) = await DialAsync(addresses, uri.Port, limit);
        if (socket is null) return new(Stream: null, dialFault);

        var plain = new NetworkStream(socket, ownsSocket: true);
        return uri.Scheme is "https" ? await _tls.SecureAsync(plain, host, limit) : new(plain, Fault: null);
    }

    private async ValueTask<(IPAddress[] Addresses, string? Fault)> LookUpAsync(string host, CancellationToken limit)
    {
        try
        {
            var addresses = await _dns.ResolveAsync(host, limit);
            return (addresses, addresses.Length == 0 ? Reasons.DnsNotFound : null);
        }
        catch (OperationCanceledException)
        {
            return ([], Reasons.TimeoutDns);
        }
        catch (Exception exception)
        {
            return ([], Faults.OfLookup(exception));
        }
    }

    private async ValueTask<(Socket? Socket, string? Fault)> DialAsync(IPAddress[] addresses, int port, CancellationToken limit)
    {
        try
        {
            return (await _eyeballs.ConnectAsync(addresses, port, limit), null);
        }
        catch (OperationCanceledException)
        {
            return (null, Reasons.TimeoutConnect);
        }
        catch (SocketException exception)
        {
            // Some systems say of port 0 that the address is not available, which is otherwise what they say when ports have run out.
            var fault = Faults.OfConnect(exception.SocketErrorCode);
            return (null, port == 0 && fault is Reasons.LocalLimit ? Reasons.ConnectFailed : fault);
        }
    }
}
