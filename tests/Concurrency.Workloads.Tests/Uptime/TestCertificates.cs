using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Concurrency.Workloads.Tests.Uptime;

/// <summary>A root of the tests' own, and certificates under it or not.</summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly List<X509Certificate2> _made = [];

    public TestCertificates()
    {
        var request = new CertificateRequest("CN=Root of the tests", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        Root = Keep(request.CreateSelfSigned(Now.AddYears(-2), Now.AddYears(2)));
    }

    public X509Certificate2 Root { get; }

    /// <summary>For 127.0.0.1 and site.example.</summary>
    public X509Certificate2 Good => Issue(["site.example"], [IPAddress.Loopback], Now.AddDays(-1), Now.AddDays(1));

    public X509Certificate2 ForAnother => Issue(["another.example"], [], Now.AddDays(-1), Now.AddDays(1));

    public X509Certificate2 Expired => Issue(["site.example"], [IPAddress.Loopback], Now.AddDays(-2), Now.AddDays(-1));

    public X509Certificate2 ExpiredForAnother => Issue(["another.example"], [], Now.AddDays(-2), Now.AddDays(-1));

    public X509Certificate2 ToCome => Issue(["site.example"], [IPAddress.Loopback], Now.AddDays(1), Now.AddDays(2));

    public X509Certificate2 SelfSigned(bool expired)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Keep(RequestFor(key, expired ? ["another.example"] : ["site.example"], [IPAddress.Loopback]).CreateSelfSigned(Now.AddDays(-2), Now.AddDays(expired ? -1 : 1)));
    }

    public void Dispose() => _made.ForEach(certificate => certificate.Dispose());

    private X509Certificate2 Issue(string[] names, IPAddress[] addresses, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = RequestFor(key, names, addresses).Create(Root, from, to, RandomNumberGenerator.GetBytes(8));
        return Keep(certificate.CopyWithPrivateKey(key));
    }

    private static CertificateRequest RequestFor(ECDsa key, string[] names, IPAddress[] addresses)
    {
        var request = new CertificateRequest("CN=Site of the tests", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names) alternatives.AddDnsName(name);
        foreach (var address in addresses) alternatives.AddIpAddress(address);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: false));
        return request;
    }

    private X509Certificate2 Keep(X509Certificate2 certificate)
    {
        _made.Add(certificate);
        return certificate;
    }
}
