using System.Net;
using System.Text;

namespace Concurrency.Workloads.Uptime;

/// <summary>What came of one HEAD: a status, and for a redirect where it leads; or a fault.</summary>
/// <param name="Location">
/// As it came, each byte a character; empty where there are several that differ, so that none of them is followed; null where the answer is no
/// redirect, or leads nowhere.
/// </param>
internal readonly record struct Answer(int? Status, string? Location, string? Fault);

/// <summary>Sends one HEAD over a connection that is open already. The framework only speaks HTTP here; it never connects.</summary>
/// <remarks>
/// A <see cref="SocketsHttpHandler"/> that may keep no connection, and has no limit to them, makes a pool for each request and forgets
/// it: nothing is kept of a million hosts, and no request can be given the connection of another. Connections are opened before, so
/// that each ends with its probe and its faults are ours to see; each is taken once, so that no request can be sent twice. It goes for
/// https as well: a stream from the connect callback that is an <see cref="System.Net.Security.SslStream"/> itself is taken by the handler as
/// secured already, and no second handshake is made within it. No other type of stream will do there, not even one that wraps it.
/// </remarks>
internal sealed class HeadExchange : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly string _userAgent;

    public HeadExchange(string userAgent)
    {
        _userAgent = userAgent;
        _invoker = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionLifetime = TimeSpan.Zero,
            MaxConnectionsPerServer = int.MaxValue,
            ActivityHeadersPropagator = null,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1, // each byte a character
            ConnectCallback = static (context, _) => ValueTask.FromResult(((HeadRequest)context.InitialRequestMessage).Take()),
            PlaintextStreamFilter = static (context, _) => ValueTask.FromResult<Stream>(new OneAnswerStream(context.PlaintextStream)),
        });
    }

    /// <param name="connection">Closed when this returns.</param>
    /// <param name="limit">Ends the exchange with the fault <see cref="Reasons.TimeoutHeaders"/>.</param>
    public async ValueTask<Answer> AskAsync(Uri uri, Stream connection, CancellationToken limit)
    {
        using var request = new HeadRequest(uri, connection);
        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.TryAddWithoutValidation("Connection", "close");
        try
        {
            using var response = await _invoker.SendAsync(request, limit);
            var status = (int)response.StatusCode;
            return status < 100 ? new(Status: null, Location: null, Reasons.ProtocolError) : new(status, LocationOf(response, status), Fault: null);
        }
        catch (OperationCanceledException)
        {
            return new(Status: null, Location: null, Reasons.TimeoutHeaders);
        }
        catch (Exception exception)
        {
            return new(Status: null, Location: null, Faults.OfAnswer(exception));
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static string? LocationOf(HttpResponseMessage response, int status) =>
        Redirects.IsRedirect(status) && response.Headers.NonValidated.TryGetValues("Location", out var values)
            ? values.Distinct(StringComparer.Ordinal).Take(2).ToArray() is [var location] ? location : ""
            : null;

    private sealed class HeadRequest(Uri uri, Stream connection) : HttpRequestMessage(HttpMethod.Head, uri)
    {
        private Stream? _connection = connection;

        public Stream Take() =>
            Interlocked.Exchange(ref _connection, value: null) ?? throw new InvalidOperationException("There is one connection for a request.");
    }
}
