namespace Concurrency.Cli.Uptime;

/// <summary>
/// Puts what comes in any order back into the order of the list: each is given on as soon as all before it have come. What waits is what
/// overtook the slowest, so memory follows that and not the length of the list.
/// </summary>
internal sealed class ListOrder<T>(Action<T> next)
{
    private readonly Dictionary<long, T> _waiting = [];
    private long _next;

    /// <param name="index">From 0; each comes at most once.</param>
    public void Add(long index, T item)
    {
        _waiting.Add(index, item);
        for (; _waiting.Remove(_next, out var due); _next++) next(due);
    }

    /// <summary>Nothing more will come: gives on what waits, over the gaps.</summary>
    public void End()
    {
        foreach (var (_, item) in _waiting.OrderBy(pair => pair.Key)) next(item);
        _waiting.Clear();
    }
}
