namespace Concurrency.EndToEnd.Hosts;

/// <summary>A fact about hosts of their own, which only root can make, of a kernel that has network namespaces.</summary>
public sealed class NetworkFactAttribute : FactAttribute
{
    public NetworkFactAttribute() => Skip = Network.Obstacle.Value;
}
