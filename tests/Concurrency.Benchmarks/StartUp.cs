using System.Diagnostics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;

namespace Concurrency.Benchmarks;

/// <summary>From the command to its answer, whole processes: the exercise's job, beside a process that only says its version.</summary>
public class StartUp
{
    [Benchmark(Baseline = true, Description = "concurrency --version")]
    public void Version() => Run("--version");

    [Benchmark(Description = "concurrency gamma 6 --mode serial")]
    public void Serial() => Run("gamma", "6", "--mode", "serial");

    [Benchmark(Description = "concurrency gamma 6")]
    public void Threads() => Run("gamma", "6");

    private static void Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Application(), .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"concurrency {string.Join(' ', arguments)} exited with {process.ExitCode}.");
    }

    private static string Application([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../artifacts/concurrency/concurrency.dll"));
}
