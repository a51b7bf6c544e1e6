namespace Concurrency.EndToEnd.Hosts;

/// <summary>A fact about hosts of their own, which only root can make, of a kernel that has network namespaces.</summary>
public sealed class NetworkFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(Why);

    public NetworkFactAttribute() => Skip = Reason.Value;

    private static string? Why()
    {
        if (!OperatingSystem.IsLinux()) return "Network namespaces are Linux's.";
        if (!Environment.IsPrivilegedProcess) return "Only root can make hosts of their own.";
        try
        {
            new Network().Dispose();
            return null;
        }
        catch (Exception e)
        {
            return $"No hosts of their own can be made here: {e.Message}";
        }
    }
}
