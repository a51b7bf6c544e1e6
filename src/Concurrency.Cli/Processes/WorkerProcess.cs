using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Concurrency.Cli.Processes;

/// <summary>A process that was started to work for this one. It ends when its standard input does, and so with this one in any case.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly Action<string> _hear;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _lastWords;

    /// <param name="hear">Is told what the process writes to standard error, line by line and on other threads.</param>
    /// <exception cref="Win32Exception">The system does not start it.</exception>
    public WorkerProcess(ProcessStartInfo start, Action<string> hear)
    {
        _hear = hear;
        _process = new() { StartInfo = start };
        _process.OutputDataReceived += (_, said) =>
        {
            if (said.Data is WorkerProcessVerb.Ready) _ready.TrySetResult();
        };
        _process.ErrorDataReceived += (_, said) => Hear(said.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Ended = _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Ends when the process has found the coordinator.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Ends when the process has and all that it said was heard.</summary>
    public Task Ended { get; }

    /// <summary>How it ended, for the end of a sentence. Only of a process that has.</summary>
    public string End
    {
        get
        {
            var code = _process.ExitCode;
            // As shells say it, and .NET too: signals are above 128.
            var how = code > 128 && !OperatingSystem.IsWindows() ? $"by signal {Text(code - 128)}" : $"with exit code {Text(code)}";
            return _lastWords is { } words ? $"{how}, and last said: {words.TrimEnd('.')}" : how;
        }
    }

    /// <summary>What it has taken of processors; zero when it cannot be asked any more.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            try
            {
                return _process.TotalProcessorTime;
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                return TimeSpan.Zero;
            }
        }
    }

    /// <summary>A line of what the runtime writes of where an error came from.</summary>
    public static bool IsTrace(string line) => line.TrimStart().StartsWith("at ", StringComparison.Ordinal);

    public void Tell(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has ended, or is to.
        }
    }

    /// <summary>Has the process end, and waits until it has.</summary>
    /// <param name="grace">One that takes longer is killed.</param>
    public async Task EndAsync(TimeSpan grace, TimeProvider time)
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        try
        {
            await Ended.WaitAsync(grace, time);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            await Ended;
        }
    }

    public void Dispose() => _process.Dispose();

    private void Hear(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        if (!IsTrace(line)) _lastWords = line;
        _hear(line);
    }

    private static string Text(int code) => code.ToString(CultureInfo.InvariantCulture);
}
