using Concurrency.Actors.Storage;

namespace Concurrency.Actors.Coordination;

/// <summary>
/// When the next snapshot of a stream is due: after so many events, and not before as much was written since as the last snapshot takes. So all
/// snapshots of a stream together take no more than its events and the last of them, however large they come to be.
/// </summary>
/// <param name="every">Events; a large one counts for several.</param>
internal sealed class SnapshotPace(int every)
{
    /// <summary>An event counts once, and once more for so many bytes: they are read again when the stream is recovered.</summary>
    private const long BytesOfAnEvent = 64 * 1024;

    private long _events;
    private long _bytes;
    private long _last;

    public bool IsDue => _events >= every && _bytes >= _last;

    /// <summary>It is written, or was found written.</summary>
    public void Wrote(IStoredEvent happened)
    {
        var bytes = StoredSizes.Of(happened);
        _events += 1 + bytes / BytesOfAnEvent;
        _bytes += bytes;
    }

    /// <summary>A snapshot is written, or was found written.</summary>
    public void Took(IStoredEvent snapshot) => (_events, _bytes, _last) = (0, 0, StoredSizes.Of(snapshot));
}
