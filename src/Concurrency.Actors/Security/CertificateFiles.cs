using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concurrency.Actors.Configuration;

namespace Concurrency.Actors.Security;

/// <summary>Certificates and keys as PEM files, and what they are called. Whatever is wrong with them is said in one sentence.</summary>
internal static class CertificateFiles
{
    public const string Authority = "ca.crt";

    public const string AuthorityKey = "ca.key";

    public const string Node = "node.crt";

    public const string NodeKey = "node.key";

    private const UnixFileMode Anybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>All certificates in a file, at least one.</summary>
    /// <exception cref="BadSettingException">There is no such file, it may not be read, or holds no certificate.</exception>
    public static X509Certificate2Collection Read(string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Text(path));
        }
        catch (CryptographicException)
        {
            // As bad as none.
        }

        return certificates.Count > 0 ? certificates : throw new BadSettingException($"'{path}' is no certificate in PEM.");
    }

    /// <exception cref="BadSettingException">A file is missing or not what it should be, the key belongs to another certificate, or everybody can read it.</exception>
    public static X509Certificate2 ReadWithKey(string path, string keyPath)
    {
        var (text, key) = (Text(path), Text(keyPath));
        Read(path);
        // A group may be let in on purpose, such as that of the service.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(keyPath) & Anybody) != UnixFileMode.None)
        {
            throw new BadSettingException(
                $"'{keyPath}' is open to every user of this machine, and whoever has read it can pass for its owner: 'chmod 600 {keyPath}' closes it.");
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(text, key);
            // Read once more from PKCS #12, because TLS on Windows takes no key that was never stored anywhere.
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new BadSettingException($"'{keyPath}' is not the private key, in PEM and not encrypted, of the certificate '{path}'.");
        }
    }

    /// <summary>Writes a file that is not there yet.</summary>
    /// <exception cref="IOException">It is there, or cannot be written.</exception>
    public static void Write(string path, X509Certificate2 certificate) => Write(path, certificate.ExportCertificatePem(), mode: null);

    /// <summary>The same for a key: nobody but its owner can read the file, from its first moment on.</summary>
    /// <exception cref="IOException">It is there, or cannot be written.</exception>
    public static void Write(string path, ECDsa key) => Write(path, key.ExportPkcs8PrivateKeyPem(), OwnerOnly);

    /// <summary>From when until when it is valid.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Validity(this X509Certificate2 certificate) =>
        (new(certificate.NotBefore), new(certificate.NotAfter));

    private static void Write(string path, string pem, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using var writer = new StreamWriter(path, options);
        writer.WriteLine(pem);
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadSettingException($"There is no file '{path}'; 'concurrency certificates' makes it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadSettingException($"'{path}' cannot be read: {e.Message}");
        }
    }
}
