using System.Runtime.CompilerServices;

namespace Concurrency.Cli.Uptime;

/// <summary>Reads text line by line and keeps no more of a line than is asked for, so that a file without line breaks does no harm.</summary>
internal static class BoundedLines
{
    private const int BufferLength = 16 * 1024;

    /// <param name="most">Characters that are kept of a line; the rest is passed over.</param>
    public static async IAsyncEnumerable<string> ReadAsync(TextReader text, int most, [EnumeratorCancellation] CancellationToken cancelled)
    {
        var (buffer, line) = (new char[BufferLength], new System.Text.StringBuilder());
        while (await ReadAsync(text, buffer, cancelled) is > 0 and var length)
        {
            for (var at = 0; at < length;)
            {
                var end = Array.FindIndex(buffer, at, length - at, IsBreak);
                var stop = end < 0 ? length : end;
                line.Append(buffer, at, Math.Min(stop - at, most - line.Length));
                at = stop + 1;
                if (end < 0) continue;
                yield return line.ToString();
                line.Clear();
            }
        }

        if (line.Length > 0) yield return line.ToString();
    }

    private static bool IsBreak(char letter) => letter is '\n' or '\r';

    // On a thread of the pool and given up when cancelled: nothing else ends a read from a terminal.
    private static Task<int> ReadAsync(TextReader text, char[] buffer, CancellationToken cancelled) =>
        Task.Run(() => text.Read(buffer), cancelled).WaitAsync(cancelled);
}
