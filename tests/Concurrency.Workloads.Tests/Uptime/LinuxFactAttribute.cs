namespace Concurrency.Workloads.Tests.Uptime;

/// <summary>A fact about a port whose queue is full.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "Elsewhere a port whose queue is full may refuse.";
    }
}
