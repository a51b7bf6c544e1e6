namespace Concurrency.Actors.Storage;

/// <summary>How long to wait before something is tried again that failed: twice as long every time.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private TimeSpan? _next;

    public TimeSpan Next()
    {
        var wait = _next ?? first;
        _next = wait * 2 < longest ? wait * 2 : longest;
        return wait;
    }

    /// <summary>It succeeded.</summary>
    public void Reset() => _next = null;
}
