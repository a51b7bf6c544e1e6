namespace Concurrency.Actors.Coordination;

/// <summary>Which streams cannot be written or read at the moment: a fault of the store is told once, however many it meets.</summary>
internal sealed class StoreOutage
{
    private readonly HashSet<string> _down = new(StringComparer.Ordinal);

    public bool Contains(string stream) => _down.Contains(stream);

    /// <returns>Whether that is news: nothing was down before.</returns>
    public bool Begin(string stream) => _down.Add(stream) && _down.Count == 1;

    /// <returns>Whether that is news: nothing is down any more.</returns>
    public bool End(string stream) => _down.Remove(stream) && _down.Count == 0;
}
