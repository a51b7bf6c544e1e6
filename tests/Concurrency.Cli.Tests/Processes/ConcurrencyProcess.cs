using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Concurrency.Cli.Tests.Processes;

/// <summary>The program as users run it: a process of its own, with its output and exit code.</summary>
internal sealed partial class ConcurrencyProcess : IDisposable
{
    /// <summary>Far beyond what anything here takes, on however slow a machine: it only ends a test that hangs.</summary>
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private ConcurrencyProcess(Process process) => _process = process;

    public static ConcurrencyProcess Start(IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> variables)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "concurrency.dll"))) start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        process.StandardInput.Close();
        return new(process);
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<Ended> RunAsync(IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> variables)
    {
        using var process = Start(arguments, variables);
        return await process.EndAsync();
    }

    /// <summary>Runs a command line without blanks in its values.</summary>
    public static Task<Ended> RunAsync(string arguments) => RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Waits until the process says this on standard error, as a line or a part of one.</summary>
    public async Task SaysAsync(string words)
    {
        using var watchdog = new CancellationTokenSource(Watchdog);
        while (await _process.StandardError.ReadLineAsync(watchdog.Token) is { } line)
        {
            if (line.Contains(words, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"The process ended and never said '{words}'.");
    }

    /// <summary>Waits until the process has written so many lines to standard output; what follows is left to <see cref="EndAsync"/>.</summary>
    public async Task<IReadOnlyList<string>> WritesAsync(int lines)
    {
        using var watchdog = new CancellationTokenSource(Watchdog);
        var written = new List<string>();
        while (written.Count < lines && await _process.StandardOutput.ReadLineAsync(watchdog.Token) is { } line) written.Add(line);
        Assert.Equal(lines, written.Count);
        return written;
    }

    /// <summary>Sends what Ctrl-C sends, or SIGTERM.</summary>
    public void Signal(PosixSignal signal) => Assert.Equal(0, Kill(_process.Id, signal == PosixSignal.SIGINT ? 2 : 15));

    public async Task<Ended> EndAsync()
    {
        using var watchdog = new CancellationTokenSource(Watchdog);
        var output = _process.StandardOutput.ReadToEndAsync(watchdog.Token);
        var error = _process.StandardError.ReadToEndAsync(watchdog.Token);
        await _process.WaitForExitAsync(watchdog.Token);
        return new(_process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

/// <summary>What is left of a process.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A sentence, perhaps a hint, and nothing else.</summary>
    public void IsRefusal(string saying)
    {
        Assert.Equal("", Output);
        Assert.InRange(ErrorLines.Count, 1, 2);
        Assert.Contains(saying, ErrorLines[0], StringComparison.Ordinal);
        Assert.EndsWith(".", ErrorLines[0].TrimEnd(), StringComparison.Ordinal);
        if (ErrorLines.Count == 2) Assert.StartsWith("Try 'concurrency", ErrorLines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", Error, StringComparison.Ordinal);
        Assert.Equal(1, ExitCode);
    }
}
