using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Concurrency.EndToEnd.Processes;

/// <summary>Signals by their numbers on Linux.</summary>
internal enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>
/// The program as users run it: a process of its own. It leads a process group, and a guard beside it kills all of that group when the
/// test lets go of it, and also when the test's own process is gone.
/// </summary>
internal sealed partial class ConcurrencyProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Process _guard;

    private ConcurrencyProcess(Process process, string commandLine)
    {
        (_process, CommandLine) = (process, commandLine);
        (Output, Error) = (new(process.StandardOutput), new(process.StandardError));
        _guard = Process.Start(new ProcessStartInfo("sh", ["-c", "read -r _; kill -s KILL -- \"-$0\" 2>/dev/null", $"{process.Id}"]) { UseShellExecute = false, RedirectStandardInput = true })!;
    }

    public string CommandLine { get; }

    public Transcript Output { get; }

    public Transcript Error { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has taken of processors.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory that it has had resident so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <param name="application">The program, as <c>concurrency.dll</c>.</param>
    /// <param name="host">A command that runs another one elsewhere, such as in a network namespace; or empty.</param>
    public static ConcurrencyProcess Start(string application, IEnumerable<string> arguments, params IEnumerable<string> host)
    {
        var start = new ProcessStartInfo("setsid")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        string[] command = [.. host, "dotnet", application, .. arguments];
        foreach (var word in command) start.ArgumentList.Add(word);
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new(process, string.Join(' ', arguments.Prepend("concurrency")));
    }

    public void Send(Signal signal) => Assert.Equal(0, Kill(_process.Id, (int)signal));

    /// <summary>Waits for the end of the process.</summary>
    /// <param name="patience">How long one may take that has much to do; null for <see cref="Transcript.Watchdog"/>.</param>
    public async Task<Ended> EndAsync(TimeSpan? patience = null)
    {
        using var watchdog = new CancellationTokenSource(patience ?? Transcript.Watchdog);
        try
        {
            await _process.WaitForExitAsync(watchdog.Token);
            await Task.WhenAll(Output.Ended, Error.Ended).WaitAsync(watchdog.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"'{CommandLine}' does not end; it said:\n{Error.Text}{Output.Text}");
        }

        return new(_process.ExitCode, Output.Text, Error.All);
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _guard.Dispose();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

/// <summary>What is left of a process.</summary>
internal sealed record Ended(int ExitCode, string Output, IReadOnlyList<string> Errors)
{
    /// <summary>The one object that it wrote, where that was JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>It had one thing to say: a sentence, and an exit code of 1.</summary>
    public void IsRefusal(string saying)
    {
        Assert.Contains(saying, Assert.Single(Errors), StringComparison.Ordinal);
        Assert.EndsWith(".", Errors[0], StringComparison.Ordinal);
        Assert.Equal((1, ""), (ExitCode, Output));
    }
}
