using System.Diagnostics;
using Concurrency.Actors.Driving;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Benchmarks;

/// <summary>
/// The memory of a process that has run gamma jobs for 20 s: one job of 10^12 points, cancelled then, beside as many jobs of 10^7 points as
/// fit in that time. Each is a process of its own.
/// </summary>
internal static class ResidentSet
{
    public const string Verb = "resident-set";
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(20);

    /// <summary>Prints the table.</summary>
    public static void Compare()
    {
        var small = OfProcess(10_000_000);
        var large = OfProcess(1_000_000_000_000);
        Console.WriteLine();
        Console.WriteLine($"Resident set after {Span.TotalSeconds} s");
        Console.WriteLine("| Job           | Median MB | Ratio |");
        Console.WriteLine("|-------------- |----------:|------:|");
        Console.WriteLine($"| 10^7 points   | {small,9:0.0} |  1.00 |");
        Console.WriteLine($"| 10^12 points  | {large,9:0.0} | {large / small,5:0.00} |");
    }

    /// <summary>The child: runs jobs of so many points for 20 s, then prints its resident set in MB.</summary>
    public static async Task RunAsync(long points)
    {
        var workload = new GammaWorkload();
        await using var engine = LocalEngine.Start(new(workload), slots: 2);
        using var over = new CancellationTokenSource(Span);
        while (!over.IsCancellationRequested)
        {
            try
            {
                await engine.Jobs.RunAsync(workload, new(6.5, 0, 100, points), cancelled: over.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        Console.WriteLine(Process.GetCurrentProcess().WorkingSet64 / 1e6);
    }

    private static double OfProcess(long points)
    {
        var sizes = new List<double>();
        for (var run = 0; run < 3; run++)
        {
            using var child = Process.Start(
                new ProcessStartInfo("dotnet", [typeof(ResidentSet).Assembly.Location, Verb, $"{points}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            sizes.Add(double.Parse(child.StandardOutput.ReadToEnd()));
            child.WaitForExit();
        }

        return sizes.Order().ElementAt(sizes.Count / 2);
    }
}
