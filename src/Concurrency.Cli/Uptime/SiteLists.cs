using System.Text;
using Concurrency.Cli.CommandLine;
using Concurrency.Core;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Cli.Uptime;

/// <summary>Reads the sites that a user wants probed, from wherever they stand, before anything is probed.</summary>
internal static class SiteLists
{
    private const string StandardInput = "-";

    /// <param name="sources">Files, URLs and <c>-</c> for standard input, in any mixture; empty for the sample list.</param>
    /// <returns>One item a site, in order. What is no URL is among them, for the job to say so.</returns>
    /// <exception cref="RefusedException">A file cannot be read.</exception>
    public static async Task<IReadOnlyList<Payload>> ReadAsync(IReadOnlyList<string> sources, Stream standardInput, CancellationToken cancelled)
    {
        if (sources.Count == 0) return [.. SampleList.Urls.Select(UptimeWorkload.ItemOf)];
        if (sources.Count(source => source is StandardInput) > 1) throw new RefusedException("'-' stands there more than once, but standard input can be read only once.");
        var sites = new PackedPayloads();
        foreach (var source in sources)
        {
            if (source.Contains("://", StringComparison.Ordinal)) sites.Add(UptimeWorkload.ItemOf(source.Trim()));
            else await ReadAsync(source, standardInput, sites, cancelled);
        }

        return sites.Count > 0 ? sites : throw new RefusedException($"There is no URL in {Sentences.Listed([.. sources.Select(NameOf)])}.");
    }

    private static async Task ReadAsync(string source, Stream standardInput, PackedPayloads sites, CancellationToken cancelled)
    {
        try
        {
            var text = new StreamReader(source is StandardInput ? standardInput : Open(source), Encoding.UTF8);
            await foreach (var line in BoundedLines.ReadAsync(text, most: UrlLine.MaxBytes + 2, cancelled))
            {
                if (line.AsSpan().Trim() is { IsEmpty: false } site && site[0] != '#') sites.Add(UptimeWorkload.ItemOf(site.ToString()));
            }

            // Not when it was called off: that may have left a read behind that hangs, and a pipe is not closed before the last read has returned.
            text.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new RefusedException($"The list {NameOf(source)} cannot be read: {e.Message}");
        }
    }

    private static FileStream Open(string path)
    {
        if (Directory.Exists(path)) throw new RefusedException($"{NameOf(path)} is a folder, but must be a file with one URL a line.");
        return File.Exists(path)
            ? File.OpenRead(path)
            : throw new RefusedException($"There is no file {NameOf(path)}; name a file with one URL a line, '-' for standard input, or a URL that begins with http:// or https://.");
    }

    private static string NameOf(string source) => source is StandardInput ? "standard input" : Sentences.Quoted(source);
}
