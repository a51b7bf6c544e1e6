namespace Concurrency.Actors.Storage;

/// <summary>Not all of the events are there that were asked for: something is missing, or another coordinator has forgotten them.</summary>
internal sealed class MissingEventsException : StoreException
{
    /// <param name="from">The number of the first one.</param>
    /// <param name="to">The number of the last one.</param>
    public MissingEventsException(string persistenceId, long from, long to, string place)
        : base($"Of the stream '{persistenceId}', events {from} to {to} are not all there in {place}: bring a backup back.") => IsDamage = true;
}
