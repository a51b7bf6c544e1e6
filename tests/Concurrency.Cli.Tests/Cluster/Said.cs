using System.Text;

namespace Concurrency.Cli.Tests.Cluster;

/// <summary>Keeps what is written, by any thread, and tells when something was.</summary>
internal sealed class Said : TextWriter
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(2);

    private readonly StringBuilder _text = new();
    private readonly List<(string Words, TaskCompletionSource Source)> _awaited = [];

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write($"{value}{NewLine}");

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_text)
        {
            _text.Append(buffer);
            var text = _text.ToString();
            foreach (var (_, source) in _awaited.Where(awaited => text.Contains(awaited.Words, StringComparison.Ordinal))) source.TrySetResult();
        }
    }

    /// <summary>Waits until these words were written.</summary>
    public Task AwaitAsync(string words)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_text)
        {
            if (_text.ToString().Contains(words, StringComparison.Ordinal)) return Task.CompletedTask;
            _awaited.Add((words, source));
        }

        return source.Task.WaitAsync(Watchdog);
    }

    public override string ToString()
    {
        lock (_text) return _text.ToString();
    }
}
