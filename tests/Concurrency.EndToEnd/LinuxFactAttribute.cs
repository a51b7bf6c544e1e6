namespace Concurrency.EndToEnd;

/// <summary>A fact about processes that get signals and lead groups of their own.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "Signals have these numbers on Linux, where there is setsid too.";
    }
}
