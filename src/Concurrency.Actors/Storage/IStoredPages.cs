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

    /// <summary>
    /// Erases the events of a stream before a number, which its snapshot holds and nobody reads any more. Every <see cref="TakenOver"/> stays: its number
    /// is the one that a coordinator from before it would write to next, however late, and has to find taken.
    /// </summary>
    Task ForgetAsync(string persistenceId, long before);
}
