using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Concurrency.Actors.Security;

/// <summary>There is no connection; the message says why, as a part of a sentence that begins with who is meant.</summary>
internal sealed class HandshakeException(string fault) : Exception(fault);

/// <summary>Two nodes do not take each other for nodes of one set; the message is a sentence for the user.</summary>
internal sealed class MistrustException(string sentence) : Exception(sentence);

/// <summary>The other end went away without a word: a port scan or a health check, or a node that has just ended.</summary>
internal sealed class HangUpException() : Exception("closed the connection");

/// <summary>Both sides of the TLS handshake, and the sentences about what can go wrong in it.</summary>
internal sealed class TlsHandshake(NodeCertificates certificates)
{
    /// <summary>
    /// What the side that was dialled says first: an empty frame. With TLS 1.3 a dialler does not know before it reads something whether
    /// its certificate was taken.
    /// </summary>
    private static readonly byte[] Welcome = new byte[TlsConnection.HeaderSize];

    private readonly SslStreamCertificateContext _own = SslStreamCertificateContext.Create(certificates.Own, additionalCertificates: null, offline: true);

    /// <exception cref="HandshakeException">The peer is none of ours.</exception>
    /// <exception cref="HangUpException">The peer has closed the connection.</exception>
    public async Task<SslStream> AcceptAsync(Socket socket, CancellationToken cancelled)
    {
        var fault = (string?)null;
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = _own,
                    ClientCertificateRequired = true,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    CertificateChainPolicy = certificates.Policy(),
                    AllowRenegotiation = false,
                    AllowTlsResume = false,
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) => (fault = FaultOf(certificate, chain, errors, "")) is null,
                },
                cancelled);
            await stream.WriteAsync(Welcome, cancelled);
            return stream;
        }
        catch (Exception e) when (e is not OperationCanceledException || fault is not null)
        {
            await stream.DisposeAsync();
            throw fault is not null ? new HandshakeException(fault)
                : e is IOException ? new HangUpException()
                : new HandshakeException(IsAlert(e) ? "does not take this node's certificate" : "does not speak TLS");
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <param name="host">Must be a name or an address in the peer's certificate.</param>
    /// <exception cref="HandshakeException">The peer is none of ours, or does not take this node for one of its own.</exception>
    public async Task<SslStream> DialAsync(Socket socket, string host, CancellationToken cancelled)
    {
        var fault = (string?)null;
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var isAuthenticated = false;
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    ClientCertificateContext = _own,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    CertificateChainPolicy = certificates.Policy(),
                    AllowRenegotiation = false,
                    AllowTlsResume = false,
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) => (fault = FaultOf(certificate, chain, errors, host)) is null,
                },
                cancelled);
            isAuthenticated = true;
            await stream.ReadExactlyAsync(new byte[Welcome.Length], cancelled);
            return stream;
        }
        catch (Exception e) when (e is not OperationCanceledException || fault is not null)
        {
            await stream.DisposeAsync();
            throw new HandshakeException(fault
                ?? (isAuthenticated || IsAlert(e) ? "does not take this node's certificate: both need certificates of the same authority"
                : e is IOException ? "closed the connection: it speaks no TLS, so give --tls to both or to none; or it has just ended"
                : "does not speak TLS: give --tls to both, or to none"));
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is wrong with a peer's certificate, or null. The names in it are looked at only if it is signed as it should be.</summary>
    private static string? FaultOf(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string host)
    {
        if (errors == SslPolicyErrors.None) return null;
        if (certificate is not X509Certificate2 shown) return "shows no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return chain?.ChainStatus is [{ Status: X509ChainStatusFlags.NotTimeValid }]
                ? $"has a certificate for the time from {shown.NotBefore:yyyy-MM-dd} to {shown.NotAfter:yyyy-MM-dd} only"
                : "has a certificate that this node's authority has not signed";
        }

        var names = shown.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => $"{address}")));
        return $"has a certificate for {string.Join(" and ", names)}, not for {host}";
    }

    /// <summary>The other end said in TLS that it has had enough, which is for the most part about a certificate.</summary>
    private static bool IsAlert(Exception e) => e.Message.Contains(" alert ", StringComparison.OrdinalIgnoreCase) || (e.InnerException is { } inner && IsAlert(inner));
}
