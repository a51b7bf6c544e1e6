using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Concurrency.Workloads.Uptime;

/// <summary>Secures a connection, and tells what is wrong with a certificate that is not accepted.</summary>
internal sealed class TlsClient(ProberOptions options)
{
    /// <summary>The stream owns the socket; on a fault both are closed.</summary>
    /// <param name="host">In ASCII: what the certificate must be for, and what the server is told (SNI) unless it is an address.</param>
    public async ValueTask<Connection> SecureAsync(NetworkStream plain, string host, CancellationToken limit)
    {
        var judge = new CertificateJudge();
        var stream = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(OptionsFor(host, judge), limit);
            return new(stream, Fault: null);
        }
        catch (Exception exception)
        {
            await stream.DisposeAsync();
            return new(Stream: null, exception is OperationCanceledException ? Reasons.TimeoutTls : judge.Fault ?? Faults.OfStream(exception, Reasons.TimeoutTls));
        }
    }

    /// <summary>
    /// No session is resumed: each probe sees the certificate of the day, and the process keeps no sessions of a million hosts. No
    /// download of missing certificates or revocation lists: they would be requests to others, outside of the time limit.
    /// </summary>
    private SslClientAuthenticationOptions OptionsFor(string host, CertificateJudge judge)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (options.TrustedRoots is { } roots)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return new()
        {
            TargetHost = host.TrimEnd('.'), // RFC 6066, 3: without a dot at the end
            AllowTlsResume = false,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = judge.Accepts,
        };
    }

    /// <summary>Of one handshake.</summary>
    private sealed class CertificateJudge
    {
        public string? Fault { get; private set; }

        public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            if (errors == SslPolicyErrors.None) return true;
            var all = X509ChainStatusFlags.NoError;
            foreach (var status in chain?.ChainStatus ?? []) all |= status.Status;
            Fault = errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? Reasons.TlsFailed
                : (all & ~X509ChainStatusFlags.NotTimeValid) != X509ChainStatusFlags.NoError ? Reasons.TlsUntrusted
                : all != X509ChainStatusFlags.NoError ? Reasons.TlsExpired
                : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? Reasons.TlsNameMismatch
                : Reasons.TlsUntrusted;
            return false;
        }
    }
}
