using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Security;
using Microsoft.Extensions.Time.Testing;

namespace Concurrency.Actors.Tests.Security;

/// <summary>What is made, and what of it can be used.</summary>
public sealed class NodeCertificatesTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly string _node;

    public NodeCertificatesTests() => _node = _certificates.Issue(["one.example", "203.0.113.5", "2001:db8::5"]).Path;

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void A_node_has_all_its_names_for_two_years()
    {
        var certificates = NodeCertificates.Load(_node);
        var names = certificates.Own.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["one.example"], names.EnumerateDnsNames(), StringComparer.Ordinal);
        Assert.Equal(["203.0.113.5", "2001:db8::5"], names.EnumerateIPAddresses().Select(address => $"{address}"), StringComparer.Ordinal);
        Assert.True(certificates.Own.HasPrivateKey);
        Assert.True(certificates.Security.IsTls);
        Assert.InRange(certificates.Expires - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(729), TimeSpan.FromDays(731));
    }

    [Fact]
    public void A_second_node_has_the_same_authority_and_another_key()
    {
        var other = NodeCertificates.Load(_certificates.Issue(["two.example"]).Path);
        var node = NodeCertificates.Load(_node);
        Assert.Equal(node.Authorities[0].Thumbprint, other.Authorities[0].Thumbprint);
        Assert.NotEqual(node.Own.GetPublicKeyString(), other.Own.GetPublicKeyString(), StringComparer.Ordinal);
        Assert.NotEqual(node.Own.SerialNumber, other.Own.SerialNumber, StringComparer.Ordinal);
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void Keys_are_for_their_owner_alone()
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Owner, File.GetUnixFileMode(Path.Combine(_certificates.Folder, "ca.key")));
        Assert.Equal(Owner, File.GetUnixFileMode(Path.Combine(_node, "node.key")));
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(_node));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_key_that_everybody_can_read_is_refused_but_a_group_may()
    {
        var key = Path.Combine(_node, "node.key");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var refused = Assert.Throws<BadSettingException>(() => NodeCertificates.Load(_node));
        Assert.Equal($"'{key}' is open to every user of this machine, and whoever has read it can pass for its owner: 'chmod 600 {key}' closes it.", refused.Message);

        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.True(NodeCertificates.Load(_node).Own.HasPrivateKey);
    }

    [Fact]
    public void No_key_is_ever_overwritten()
    {
        var key = File.ReadAllText(Path.Combine(_node, "node.key"));
        var refused = Assert.Throws<BadSettingException>(() => _certificates.Issue(["one.example"]));
        Assert.Equal($"'{_node}' is there already, and no key is ever overwritten: remove it first, or give the other host first.", refused.Message);
        Assert.Equal(key, File.ReadAllText(Path.Combine(_node, "node.key")));
        Assert.Equal([_node], Directory.GetDirectories(_certificates.Folder));
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1")]
    [InlineData("1.3.6.1.5.5.7.3.2")]
    public void A_certificate_for_one_end_of_connections_alone_does_not_do(string usage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=half a node", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(usage)], critical: false));
        using var authority = CertificateFiles.ReadWithKey(Path.Combine(_certificates.Folder, "ca.crt"), Path.Combine(_certificates.Folder, "ca.key"));
        using var certificate = request.Create(authority, authority.Validity().From, authority.Validity().To, [1]);
        File.WriteAllText(Path.Combine(_node, "node.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_node, "node.key"), key.ExportPkcs8PrivateKeyPem());
        Assert.Equal(
            $"'{Path.Combine(_node, "node.crt")}' is not for server and for client authentication, and a node is both.",
            Assert.Throws<BadSettingException>(() => NodeCertificates.Load(_node)).Message);
    }

    [Theory]
    [InlineData("ca.crt")]
    [InlineData("ca.key")]
    public void Half_an_authority_is_none(string missing)
    {
        File.Delete(Path.Combine(_certificates.Folder, missing));
        Assert.Equal(
            $"There is no file '{Path.Combine(_certificates.Folder, missing)}'; 'concurrency certificates' makes it.",
            Assert.Throws<BadSettingException>(() => _certificates.Issue(["two.example"])).Message);
    }

    [Fact]
    public void An_authority_that_has_expired_signs_nothing()
    {
        var refused = Assert.Throws<BadSettingException>(() => _certificates.Issue(["two.example"], In(years: 11)));
        Assert.Matches("^The authority '.*ca.crt' has expired on [0-9-]+: begin anew in another folder.$", refused.Message);
    }

    [Fact]
    public void No_certificate_outlives_its_authority()
    {
        var late = NodeCertificates.Load(_certificates.Issue(["late.example"], In(years: 9)).Path, In(years: 9));
        Assert.Equal(late.Authorities[0].NotAfter, late.Own.NotAfter);
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "no folder", "There is no folder '.*' with the certificates of this node; 'concurrency certificates' makes it." },
        { "the authority's folder", "'.*' is the folder of the authority: name the one of this node in it, such as '.*one.example'." },
        { "no ca.crt", "There is no file '.*ca.crt'; 'concurrency certificates' makes it." },
        { "no node.crt", "There is no file '.*node.crt'; 'concurrency certificates' makes it." },
        { "no node.key", "There is no file '.*node.key'; 'concurrency certificates' makes it." },
        { "an empty ca.crt", "'.*ca.crt' is no certificate in PEM." },
        { "rubbish for node.crt", "'.*node.crt' is no certificate in PEM." },
        { "rubbish for node.key", "'.*node.key' is not the private key, in PEM and not encrypted, of the certificate '.*node.crt'." },
        { "the key of another", "'.*node.key' is not the private key, in PEM and not encrypted, of the certificate '.*node.crt'." },
        { "an encrypted key", "'.*node.key' is not the private key, in PEM and not encrypted, of the certificate '.*node.crt'." },
        { "another authority", "'.*node.crt' is not signed by the authority in '.*ca.crt': take both from the same folder." },
        { "too late", "'.*node.crt' has expired on [0-9-]+; make a new one with 'concurrency certificates'." },
        { "too early", "'.*node.crt' is valid from [0-9-]+ on only: is the clock of this machine right\\?" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_cannot_be_used_is_refused_with_a_sentence(string kind, string sentence)
    {
        using var others = new TestCertificates();
        var other = others.Issue(["one.example"]).Path;
        var (authority, node, key) = (Path.Combine(_node, "ca.crt"), Path.Combine(_node, "node.crt"), Path.Combine(_node, "node.key"));
        var (folder, time) = (_node, TimeProvider.System);
        switch (kind)
        {
            case "no folder": folder = Path.Combine(_node, "nowhere"); break;
            case "the authority's folder": folder = _certificates.Folder; break;
            case "no ca.crt": File.Delete(authority); break;
            case "no node.crt": File.Delete(node); break;
            case "no node.key": File.Delete(key); break;
            case "an empty ca.crt": File.WriteAllText(authority, ""); break;
            case "rubbish for node.crt": File.WriteAllText(node, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"); break;
            case "rubbish for node.key": File.WriteAllText(key, "rubbish"); break;
            case "the key of another": File.Copy(Path.Combine(other, "node.key"), key, overwrite: true); break;
            case "an encrypted key": File.WriteAllText(key, Encrypted(File.ReadAllText(key))); break;
            case "another authority": File.Copy(Path.Combine(other, "ca.crt"), authority, overwrite: true); break;
            case "too late": time = In(years: 3); break;
            case "too early": time = In(years: -1); break;
        }

        Assert.Matches($"^{sentence}$", Assert.Throws<BadSettingException>(() => NodeCertificates.Load(folder, time)).Message);
    }

    private static FakeTimeProvider In(int years) => new(TimeProvider.System.GetUtcNow().AddYears(years));

    private static string Encrypted(string pem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return key.ExportEncryptedPkcs8PrivateKeyPem("secret", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
    }

    private sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute()
        {
            if (OperatingSystem.IsWindows()) Skip = "Windows has other permissions.";
        }
    }
}
