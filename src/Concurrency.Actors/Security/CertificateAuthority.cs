using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concurrency.Actors.Configuration;

namespace Concurrency.Actors.Security;

/// <summary>A folder made for one node: copied to its machine, it is what <see cref="NodeCertificates.Load"/> reads.</summary>
/// <param name="Expires">When the certificate in it does.</param>
public sealed record NodeFolder(string Path, DateTimeOffset Expires);

/// <summary>
/// The certificate authority of one set of nodes, in a folder of its own: <c>ca.crt</c>, <c>ca.key</c>, and in it a folder for each node
/// with <c>ca.crt</c>, <c>node.crt</c> and <c>node.key</c>. Nodes trust whoever has a certificate of their authority, so its key stays where it is.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    private const int AuthorityYears = 10;

    private const int NodeYears = 2;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    internal static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    internal static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly string _folder;
    private readonly X509Certificate2 _certificate;
    private readonly TimeProvider _time;

    private CertificateAuthority(string folder, X509Certificate2 certificate, TimeProvider time) =>
        (_folder, _certificate, _time) = (folder, certificate, time);

    /// <summary>Opens the authority in a folder, or makes one if there is none.</summary>
    /// <param name="isNew">It was made now.</param>
    /// <exception cref="BadSettingException">There is half of one or a broken one, it has expired, or the folder cannot be written.</exception>
    public static CertificateAuthority OpenOrCreate(string folder, TimeProvider time, out bool isNew)
    {
        var (path, keyPath) = (Path.Combine(folder, CertificateFiles.Authority), Path.Combine(folder, CertificateFiles.AuthorityKey));
        isNew = !File.Exists(path) && !File.Exists(keyPath);
        if (isNew) Create(folder, time);
        var certificate = CertificateFiles.ReadWithKey(path, keyPath);
        return certificate.Validity().To > time.GetUtcNow()
            ? new(folder, certificate, time)
            : throw new BadSettingException($"The authority '{path}' has expired on {certificate.NotAfter:yyyy-MM-dd}: begin anew in another folder.");
    }

    /// <summary>Makes the certificate of a node, in a folder named for its first host.</summary>
    /// <param name="hosts">What others call it: names and IP addresses, at least one.</param>
    /// <exception cref="BadSettingException">The folder is there already, or cannot be written.</exception>
    public NodeFolder Issue(IReadOnlyList<string> hosts)
    {
        // No colon, which IPv6 addresses have and names of files on Windows cannot.
        var folder = Path.Combine(_folder, hosts[0].Replace(':', '_'));
        if (Path.Exists(folder)) throw new BadSettingException($"'{folder}' is there already, and no key is ever overwritten: remove it first, or give the other host first.");

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(hosts, key);
        Written(folder, () =>
        {
            // Under another name until all is there: half a folder would be taken for one.
            var unfinished = $"{folder}.{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
            try
            {
                CreateOwnFolder(unfinished);
                CertificateFiles.Write(Path.Combine(unfinished, CertificateFiles.NodeKey), key);
                CertificateFiles.Write(Path.Combine(unfinished, CertificateFiles.Node), certificate);
                CertificateFiles.Write(Path.Combine(unfinished, CertificateFiles.Authority), _certificate);
                Directory.Move(unfinished, folder);
            }
            finally
            {
                if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            }
        });
        return new(folder, certificate.Validity().To);
    }

    public void Dispose() => _certificate.Dispose();

    private static void Create(string folder, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // With something of its own in the name, so that people can tell two authorities apart.
        var name = $"CN=Concurrency authority {RandomNumberGenerator.GetHexString(6, lowercase: true)}";
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.CreateSelfSigned(Yesterday(time), time.GetUtcNow().AddYears(AuthorityYears));
        Written(folder, () =>
        {
            Directory.CreateDirectory(folder);
            CertificateFiles.Write(Path.Combine(folder, CertificateFiles.AuthorityKey), key);
            CertificateFiles.Write(Path.Combine(folder, CertificateFiles.Authority), certificate);
        });
    }

    private X509Certificate2 Sign(IReadOnlyList<string> hosts, ECDsa key)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(host);
        }

        var request = new CertificateRequest("CN=Concurrency node", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build(critical: false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication, ClientAuthentication], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));

        // No certificate outlives the authority that signed it, nor is it older.
        var (from, to) = _certificate.Validity();
        var (begins, expires) = (Yesterday(_time), _time.GetUtcNow().AddYears(NodeYears));
        return request.Create(_certificate, begins < from ? from : begins, expires > to ? to : expires, RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>Machines whose clocks are behind take the certificate at once, too.</summary>
    private static DateTimeOffset Yesterday(TimeProvider time) => time.GetUtcNow().AddDays(-1);

    private static void CreateOwnFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
    }

    private static void Written(string folder, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadSettingException($"'{folder}' cannot be written: {e.Message}");
        }
    }
}
