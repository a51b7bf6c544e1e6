using Concurrency.Actors.Security;

namespace Concurrency.Actors.Tests.Security;

/// <summary>An authority in a folder of its own, which is gone after the tests.</summary>
public sealed class TestCertificates : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("concurrency-certificates-").FullName;

    /// <param name="hosts">What the node is called.</param>
    /// <param name="time">When it is made; null for now.</param>
    public NodeFolder Issue(string[] hosts, TimeProvider? time = null)
    {
        using var authority = CertificateAuthority.OpenOrCreate(Folder, time ?? TimeProvider.System, out _);
        return authority.Issue(hosts);
    }

    internal NodeCertificates For(params string[] hosts) => NodeCertificates.Load(Issue(hosts).Path);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
