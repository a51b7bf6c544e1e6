using Akka.Actor;

namespace Concurrency.Actors.Storage;

/// <summary>
/// What is said about one stream: a <see cref="StreamJournal"/> tells the <see cref="StreamKeeper"/> above it, and that tells whoever the stream
/// is of. They live in one process, so none of it has a wire format.
/// </summary>
internal static class StreamProtocol
{
    /// <summary>Of the same process: not serialized, not even to prove that it could be.</summary>
    internal interface IStreamMessage : INoSerializationVerificationNeeded;

    /// <summary>Upwards, first of all: the newest snapshot, when there is one.</summary>
    internal sealed record Restored(IStoredEvent Snapshot) : IStreamMessage;

    /// <summary>Upwards: an event that is not in the snapshot. They come in order.</summary>
    internal sealed record Replayed(long Sequence, IStoredEvent Event) : IStreamMessage;

    /// <summary>Upwards: that was all.</summary>
    /// <param name="Sequence">The number of the last event; 0 when there is none.</param>
    internal sealed record Recovered(long Sequence) : IStreamMessage;

    /// <summary>Downwards: write these, all or none. Answered by <see cref="Appended"/>; until then nothing else is to be written.</summary>
    /// <param name="Snapshot">What all events up to these come to, to be written after them; or null.</param>
    internal sealed record Append(IReadOnlyList<IStoredEvent> Events, IStoredEvent? Snapshot) : IStreamMessage;

    /// <summary>Upwards: they are stored.</summary>
    internal sealed record Appended : IStreamMessage
    {
        public static Appended Instance { get; } = new();
    }

    /// <summary>Upwards: the snapshot of what all events up to this number come to is stored.</summary>
    internal sealed record SnapshotTaken(long Sequence) : IStreamMessage;

    /// <summary>Upwards: these events cannot be written, however often that is tried. Nothing more is written to the stream.</summary>
    internal sealed record StreamRefused(Exception Cause) : IStreamMessage;

    /// <summary>
    /// Upwards: the store fails. Before the stream is recovered that is its end, and it is to be begun anew; after, it is tried again until it
    /// succeeds.
    /// </summary>
    internal sealed record StreamDown(Exception Cause) : IStreamMessage;

    /// <summary>Upwards: the store does not fail any more.</summary>
    internal sealed record StreamUp : IStreamMessage
    {
        public static StreamUp Instance { get; } = new();
    }

    /// <summary>Upwards: somebody else has taken the stream over. What was not stored by then never will be.</summary>
    internal sealed record StreamTaken : IStreamMessage
    {
        public static StreamTaken Instance { get; } = new();
    }
}
