using System.Runtime.CompilerServices;
using System.Text;

namespace Concurrency.Cli.Uptime;

/// <summary>Reads text line by line and keeps no more of a line than is asked for, so that a file without line breaks does no harm.</summary>
internal static class BoundedLines
{
    private const int BufferLength = 16 * 1024;

    /// <param name="most">Characters that are kept of a line, from its first that is no blank; the rest is passed over.</param>
    public static async IAsyncEnumerable<string> ReadAsync(TextReader text, int most, [EnumeratorCancellation] CancellationToken cancelled)
    {
        var (buffer, line) = (new char[BufferLength], new StringBuilder());
        while (await ReadAsync(text, buffer, cancelled) is > 0 and var length)
        {
            for (var at = 0; at < length;)
            {
                var rest = buffer.AsSpan(at, length - at);
                var end = rest.IndexOfAny('\n', '\r');
                var part = end < 0 ? rest : rest[..end];
                at += part.Length + 1;
                if (line.Length == 0) part = part.TrimStart();
                line.Append(part[..Math.Min(part.Length, most - line.Length)]);
                if (end < 0) continue;
                yield return line.ToString();
                line.Clear();
            }
        }

        if (line.Length > 0) yield return line.ToString();
    }

    // On a thread of the pool and given up when cancelled: nothing else ends a read from a terminal.
    private static Task<int> ReadAsync(TextReader text, char[] buffer, CancellationToken cancelled) =>
        Task.Run(() => text.Read(buffer), cancelled).WaitAsync(cancelled);
}
