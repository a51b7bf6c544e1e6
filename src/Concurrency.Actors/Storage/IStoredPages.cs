namespace Concurrency.Actors.Storage;

/// <summary>Reads events of the store back by their numbers, and erases whole streams, beside the journals that write them. For any thread.</summary>
internal interface IStoredPages
{
    /// <summary>The events numbered <paramref name="from"/> to <paramref name="to"/>, both included, in order.</summary>
    /// <param name="persistenceId">The stream: see <see cref="StreamNames"/>.</param>
    /// <exception cref="Exception">The store fails, or an event is not there.</exception>
    Task<IReadOnlyList<IStoredEvent>> ReadAsync(string persistenceId, long from, long to);

    /// <summary>Erases the events and snapshots of a stream that nobody writes to or reads any more; one that is not there is erased already.</summary>
    Task EraseAsync(string persistenceId);
}
