using System.Text;

namespace Concurrency.Actors.Tests.Security;

/// <summary>What comes along on a network.</summary>
internal static class Garbage
{
    public static IEnumerable<string> Kinds => All.Keys;

    private static readonly Dictionary<string, byte[]> All = new(StringComparer.Ordinal)
    {
        ["random"] = Random(4096),
        ["a huge length"] = [0xff, 0xff, 0xff, 0x7f, .. Random(512)],
        ["a negative length"] = [0xff, 0xff, 0xff, 0xff, .. Random(512)],
        ["a frame of nonsense"] = [16, 0, 0, 0, .. Random(16)],
        ["HTTP"] = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        // The head of a record and of a ClientHello in it that never comes.
        ["half a TLS hello"] = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03],
        ["a broken TLS hello"] = [0x16, 0x03, 0x01, 0x00, 0x20, 0x01, 0x00, 0x00, 0x1c, .. Random(28)],
    };

    public static byte[] Of(string kind) => All[kind];

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(4053).NextBytes(bytes);
        return bytes;
    }
}
