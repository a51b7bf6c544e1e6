namespace Concurrency.Cli.Tests.Processes;

/// <summary>A theory that sends signals.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Windows has no way to send a signal to another process.";
    }
}
