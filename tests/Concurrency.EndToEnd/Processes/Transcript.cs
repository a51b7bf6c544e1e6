using System.Threading.Channels;

namespace Concurrency.EndToEnd.Processes;

/// <summary>What a process writes to one of its streams, line by line as it comes.</summary>
internal sealed class Transcript
{
    /// <summary>Far beyond what anything here takes, on however slow a machine: it only ends a test that hangs.</summary>
    public static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(2);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _all = [];

    public Transcript(StreamReader stream) => Ended = ReadAsync(stream);

    /// <summary>Ends when the stream does.</summary>
    public Task Ended { get; }

    /// <summary>Every line so far.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_all) return [.. _all];
        }
    }

    public string Text => string.Concat(All.Select(line => $"{line}\n"));

    /// <summary>Waits for the next line with these words in it, after those that were waited for before.</summary>
    public async Task<string> LineAsync(string words)
    {
        using var watchdog = new CancellationTokenSource(Watchdog);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(watchdog.Token))
            {
                if (line.Contains(words, StringComparison.Ordinal)) return line;
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Nobody said '{words}' in {Watchdog.TotalMinutes} minutes, but:\n{Text}");
        }

        Assert.Fail($"The process ended and never said '{words}', but:\n{Text}");
        return "";
    }

    private async Task ReadAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            lock (_all) _all.Add(line);
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }
}
