using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Concurrency.Cli.Compare;

/// <summary>What was measured on.</summary>
/// <param name="Processors">How many threads can run at once.</param>
/// <param name="Model">Of the processor, as its maker calls it; its architecture where nobody says.</param>
/// <param name="VectorBits">Of the widest vectors that the processor adds at once.</param>
internal sealed record Machine(int Processors, string Model, string System, string Framework, int VectorBits)
{
    private const string LinuxProcessors = "/proc/cpuinfo";

    public static Machine Here() => new(
        Environment.ProcessorCount,
        ModelHere() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128);

    private static string? ModelHere()
    {
        try
        {
            return File.Exists(LinuxProcessors)
                ? File.ReadLines(LinuxProcessors).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
                : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is only for people to read.
            return null;
        }
    }
}
