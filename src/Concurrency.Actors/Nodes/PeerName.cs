namespace Concurrency.Actors.Nodes;

/// <summary>Names for peers, which are their addresses too: two with one name would be taken for one.</summary>
public static class PeerName
{
    /// <param name="kind"><c>w</c> for a worker, <c>d</c> for a driver.</param>
    /// <returns>Such as <c>w-7f3a91c2</c>.</returns>
    public static string New(string kind) => $"{kind}-{Random.Shared.Next():x8}";
}
