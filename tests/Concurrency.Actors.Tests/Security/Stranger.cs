using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Concurrency.Actors.Tests.Security;

/// <summary>Somebody who has found the port of a node and sends what they like.</summary>
internal sealed class Stranger : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private Stream _stream = Stream.Null;

    public static async Task<Stranger> ConnectAsync(int port)
    {
        var stranger = new Stranger();
        await stranger._client.ConnectAsync(IPAddress.Loopback, port);
        stranger._stream = stranger._client.GetStream();
        return stranger;
    }

    /// <summary>With TLS, and no question about the certificate of the node.</summary>
    /// <param name="certificate">To show, or null for none.</param>
    public static async Task<Stranger> HandshakeAsync(int port, X509Certificate2? certificate)
    {
        var stranger = await ConnectAsync(port);
        var tls = new SslStream(stranger._stream, leaveInnerStreamOpen: false);
        stranger._stream = tls;
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
        });
        return stranger;
    }

    public async Task SendAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    public SslProtocols Version => ((SslStream)_stream).SslProtocol;

    /// <summary>Waits until the node has hung up.</summary>
    public async Task RequireHangUpAsync()
    {
        using var limit = new CancellationTokenSource(TestNode.Limit);
        var buffer = new byte[4096];
        try
        {
            while (await _stream.ReadAsync(buffer, limit.Token) > 0)
            {
                // What it says before does not matter.
            }
        }
        catch (IOException)
        {
            // It has hung up without reading to the end.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }
}
