using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;
using Akka.Remote.Transport;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Gateway;
using Transport = Akka.Remote.Transport.Transport;

namespace Concurrency.Actors.Security;

/// <summary>
/// Remoting over the framework's own TLS. Akka's transport has TLS too, but ends the whole actor system when one handshake of a dial
/// fails, as it does when the other end is just being restarted; and downloads what a stranger's certificate tells it to.
/// </summary>
public sealed class TlsTransport : Transport, IDisposable
{
    /// <summary>Each takes some 50 KB, and a descriptor of a file.</summary>
    private const int MostHandshakes = 1000;

    private static readonly TimeSpan Breather = TimeSpan.FromMilliseconds(100);

    /// <summary>How long before its end people are reminded of a certificate.</summary>
    private static readonly TimeSpan Reminder = TimeSpan.FromDays(30);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly ILoggingAdapter _log;
    private readonly NodeCertificates _certificates;
    private readonly TlsHandshake _handshake;
    private readonly TimeSpan _patience;
    private readonly TimeSpan _farewell;
    private readonly long _mostUnsent;
    private readonly ConcurrentDictionary<TlsConnection, bool> _connections = new(ReferenceEqualityComparer.Instance);
    private readonly Handshakes _handshakes = new(MostHandshakes);
    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationToken _stopping;
    private Socket? _server;
    private Address? _address;

    /// <param name="system">Made with <see cref="NodeCertificates.Security"/>.</param>
    /// <param name="config">The section of the transport, which has the settings of Akka's.</param>
    /// <exception cref="BadSettingException">There are no certificates.</exception>
    public TlsTransport(ActorSystem system, Config config)
    {
        (System, Config, SchemeIdentifier, _stopping) = (system, config, "ssl.tcp", _stopped.Token);
        MaximumPayloadBytes = config.GetByteSize("maximum-frame-size", def: null)!.Value;
        _mostUnsent = config.GetByteSize("write-buffer-high-water-mark", def: null)!.Value;
        // Sooner than the layer above gives up: that one does not know why.
        _patience = 0.9 * config.GetTimeSpan("connection-timeout");
        _farewell = system.Settings.Config.GetTimeSpan("akka.remote.flush-wait-on-shutdown");
        _log = Logging.GetLogger(system, typeof(TlsTransport));
        var setup = system.Settings.Setup.Get<TlsSetup>();
        _certificates = setup.HasValue ? setup.Value.Certificates : throw new BadSettingException("TLS needs the setup with the certificates of this node.");
        _handshake = new(_certificates);
    }

    public override bool IsResponsibleFor(Address remote) => true;

    /// <exception cref="RemoteTransportException">Nobody can listen there.</exception>
    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        if (_certificates.Expires - _time.GetUtcNow() < Reminder)
            _log.Warning("The certificate of this node expires on {0:yyyy-MM-dd}; make a new one with 'concurrency certificates'.", _certificates.Expires);

        var (host, port) = (Text("hostname"), Config.GetInt("port"));
        try
        {
            var address = host.Length == 0 ? IPAddress.Any : await ResolveAsync(host, CancellationToken.None);
            _server = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any)) _server.DualMode = true;
            _server.Bind(new IPEndPoint(address, port));
            _server.Listen(Config.GetInt("backlog"));
            var bound = (IPEndPoint)_server.LocalEndPoint!;
            var publicPort = Config.GetInt("public-port");
            _address = AddressOf(Text("public-hostname") is { Length: > 0 } name ? name : $"{bound.Address}", publicPort > 0 ? publicPort : bound.Port);
        }
        catch (SocketException e)
        {
            _server?.Dispose();
            throw new RemoteTransportException($"Failed to bind to {host}:{port}: {e.Message}", e);
        }

        var listener = new TaskCompletionSource<IAssociationEventListener>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = AcceptAsync(listener.Task);
        return (_address, listener);
    }

    /// <exception cref="InvalidAssociationException">There is no connection; the innermost message is a sentence that says why.</exception>
    public override async Task<AssociationHandle> Associate(Address remoteAddress)
    {
        var (host, port) = (remoteAddress.Host.Trim('[', ']'), remoteAddress.Port ?? 0);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        limit.CancelAfter(_patience);
        var socket = (Socket?)null;
        try
        {
            var address = await ResolveAsync(host, limit.Token);
            socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address, port, limit.Token);
            Tune(socket);
            return Open(socket, await _handshake.DialAsync(socket, host, limit.Token), remoteAddress);
        }
        catch (Exception e)
        {
            socket?.Dispose();
            var place = new HostPort(host, port);
            throw e switch
            {
                // As the cause, because of an exception without one nothing but the message gets through.
                HandshakeException => new InvalidAssociationException("No handshake", new MistrustException($"The node at {place} {e.Message}.")),
                OperationCanceledException => new InvalidAssociationException($"The node at {place} has not answered in {_patience.TotalSeconds:0.#} s."),
                _ => new InvalidAssociationException($"There is no way to {place}: {e.Message}."),
            };
        }
    }

    public override async Task<bool> Shutdown()
    {
        await _stopped.CancelAsync();
        foreach (var connection in _connections.Keys) connection.Disassociate("remoting shuts down", _log);
        await Task.WhenAll(_connections.Keys.Select(connection => connection.Closed));
        Dispose();
        return true;
    }

    public void Dispose()
    {
        _server?.Dispose();
        _stopped.Dispose();
    }

    private async Task AcceptAsync(Task<IAssociationEventListener> listening)
    {
        var listener = await listening;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _ = WelcomeAsync(await _server!.AcceptAsync(_stopping), listener);
            }
            catch (SocketException e)
            {
                // Most likely there are too many connections. There will be fewer in a moment.
                _log.Warning("A connection cannot be accepted: {0}.", e.Message);
                await Task.Delay(Breather, _time, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task WelcomeAsync(Socket socket, IAssociationEventListener listener)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        limit.CancelAfter(_patience);
        using var underWay = _handshakes.Begin(limit);
        var peer = (IPEndPoint?)null;
        try
        {
            peer = (IPEndPoint)socket.RemoteEndPoint!;
            if (peer.Address.IsIPv4MappedToIPv6) peer.Address = peer.Address.MapToIPv4();
            Tune(socket);
            var stream = await _handshake.AcceptAsync(socket, limit.Token);
            listener.Notify(new InboundAssociation(Open(socket, stream, AddressOf($"{peer.Address}", peer.Port))));
            return;
        }
        catch (HandshakeException e)
        {
            // The reason belongs to the kind of the line, of which there are never too many.
            _log.Warning($"Refused {{0}}: it {e.Message}.", peer);
        }
        catch (OperationCanceledException) when (underWay.IsGivenUp)
        {
            _log.Warning("Refused {0}: more than {1} handshakes were under way.", peer, MostHandshakes);
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            _log.Warning("Refused {0}: it did not finish the handshake in {1:0.#} s.", peer, _patience.TotalSeconds);
        }
        catch (Exception e)
        {
            _log.Debug("{0} is gone: {1}", peer, e.Message);
        }

        socket.Dispose();
    }

    private TlsConnection Open(Socket socket, SslStream stream, Address remote)
    {
        var connection = new TlsConnection(_address!, remote, socket, stream, (int)MaximumPayloadBytes, _mostUnsent, _farewell, _log);
        _connections[connection] = true;
        _ = Task.Run(() => RunAsync(connection), CancellationToken.None);
        return connection;
    }

    private async Task RunAsync(TlsConnection connection)
    {
        using (connection) await connection.RunAsync();
        _connections.TryRemove(connection, out _);
    }

    private static void Tune(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
    }

    private async Task<IPAddress> ResolveAsync(string host, CancellationToken cancelled)
    {
        if (IPAddress.TryParse(host, out var address)) return address;
        var family = Config.GetBoolean("dns-use-ipv6") ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return (await Dns.GetHostAddressesAsync(host, family, cancelled)) is [var first, ..] ? first : throw new SocketException((int)SocketError.HostNotFound);
    }

    private Address AddressOf(string host, int port) =>
        new(SchemeIdentifier, System.Name, host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host, port);

    private string Text(string path) => Config.GetString(path, "").Trim('[', ']');
}
