using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Nodes;

namespace Concurrency.Actors.Security;

/// <summary>
/// What a node needs for mutual TLS: the certificate and key that it shows, and the authority that must have signed those of its peers.
/// A node started with their <see cref="Security"/> talks to such peers alone, and its address begins with <c>akka.ssl.tcp</c>.
/// </summary>
public sealed class NodeCertificates
{
    private NodeCertificates(X509Certificate2 own, X509Certificate2Collection authorities)
    {
        (Own, Authorities) = (own, authorities);
        Security = new(IsTls: true, ConfigurationFiles.Overlay("tls"), [new TlsSetup(this)]);
    }

    public NodeSecurity Security { get; }

    /// <summary>When the node's certificate expires.</summary>
    public DateTimeOffset Expires => Own.Validity().To;

    internal X509Certificate2 Own { get; }

    /// <summary>One, or during a change from one to another both.</summary>
    internal X509Certificate2Collection Authorities { get; }

    /// <param name="folder">With <c>ca.crt</c>, <c>node.crt</c> and <c>node.key</c>, as <see cref="CertificateAuthority.Issue"/> makes it.</param>
    /// <exception cref="BadSettingException">A file is missing or broken, a certificate has expired, or they do not belong together.</exception>
    public static NodeCertificates Load(string folder, TimeProvider? time = null)
    {
        RequireNodeFolder(folder);
        var path = Path.Combine(folder, CertificateFiles.Node);
        var authorityPath = Path.Combine(folder, CertificateFiles.Authority);
        var authorities = CertificateFiles.Read(authorityPath);
        var certificates = new NodeCertificates(CertificateFiles.ReadWithKey(path, Path.Combine(folder, CertificateFiles.NodeKey)), authorities);

        var now = (time ?? TimeProvider.System).GetUtcNow();
        RequireValid(certificates.Own, path, now);
        using var chain = new X509Chain { ChainPolicy = certificates.Policy() };
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(CertificateAuthority.ServerAuthentication);
        chain.ChainPolicy.ApplicationPolicy.Add(CertificateAuthority.ClientAuthentication);
        if (chain.Build(certificates.Own)) return certificates;
        if (authorities is [var authority]) RequireValid(authority, authorityPath, now);
        if (Array.Exists(chain.ChainStatus, fault => fault.Status == X509ChainStatusFlags.NotValidForUsage))
            throw new BadSettingException($"'{path}' is not for server and for client authentication, and a node is both.");
        throw new BadSettingException($"'{path}' is not signed by the authority in '{authorityPath}': take both from the same folder.");
    }

    /// <summary>How a peer's certificate is judged. Nothing is downloaded: a stranger could else name an address and have it called.</summary>
    internal X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(Authorities);
        return policy;
    }

    private static void RequireNodeFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BadSettingException($"There is no folder '{folder}' with the certificates of this node; 'concurrency certificates' makes it.");
        if (File.Exists(Path.Combine(folder, CertificateFiles.Node)) || !File.Exists(Path.Combine(folder, CertificateFiles.AuthorityKey))) return;
        var node = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).FirstOrDefault();
        throw new BadSettingException(
            $"'{folder}' is the folder of the authority: name the one of this node in it{(node is null ? "" : $", such as '{node}'")}.");
    }

    private static void RequireValid(X509Certificate2 certificate, string path, DateTimeOffset now)
    {
        if (now < certificate.Validity().From)
            throw new BadSettingException($"'{path}' is valid from {certificate.NotBefore:yyyy-MM-dd} on only: is the clock of this machine right?");
        if (now > certificate.Validity().To)
            throw new BadSettingException($"'{path}' has expired on {certificate.NotAfter:yyyy-MM-dd}; make a new one with 'concurrency certificates'.");
    }
}

/// <summary>Takes the certificates to <see cref="TlsTransport"/>.</summary>
internal sealed class TlsSetup(NodeCertificates certificates) : Setup
{
    public NodeCertificates Certificates => certificates;
}
