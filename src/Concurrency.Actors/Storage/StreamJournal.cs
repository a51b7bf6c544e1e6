using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using static Concurrency.Actors.Storage.StreamProtocol;

namespace Concurrency.Actors.Storage;

/// <summary>
/// Writes one stream of the store for its parent, which it first tells what is there. It decides nothing, and ends when the store fails: whether
/// the last events are stored it cannot know.
/// </summary>
internal sealed class StreamJournal : ReceivePersistentActor
{
    private readonly bool _isKnown;

    public StreamJournal(string stream, bool isKnown)
    {
        (PersistenceId, _isKnown) = (stream, isKnown);
        Recover<SnapshotOffer>(offer => Context.Parent.Tell(new Restored((IStoredEvent)offer.Snapshot)));
        Recover<IStoredEvent>(happened => Context.Parent.Tell(new Replayed(LastSequenceNr, happened)));
        Recover<RecoveryCompleted>(_ => Context.Parent.Tell(new Recovered(LastSequenceNr)));
        Command<Append>(OnAppend);
        Command<SaveSnapshotSuccess>(OnSnapshotTaken);
        // The events are there without it; the next one may succeed.
        Command<SaveSnapshotFailure>(failed => Context.GetLogger().Warning("A snapshot of {0} was not stored: {1}", PersistenceId, failed.Cause.Message));
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(_ => { });
    }

    public override string PersistenceId { get; }

    /// <summary>Of a stream that is known only the number of its last event is looked for.</summary>
    public override Recovery Recovery => _isKnown ? Recovery.None : Recovery.Default;

    /// <param name="stream">See <see cref="StreamNames"/>.</param>
    /// <param name="isKnown">The parent knows what is in it, or that it is new.</param>
    public static Props Props(string stream, bool isKnown) => Akka.Actor.Props.Create(() => new StreamJournal(stream, isKnown));

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => Context.Parent.Tell(new StreamDown(cause));

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        Context.Parent.Tell(new StreamRefused(cause));
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => Context.Parent.Tell(new StreamDown(reason));

    private void OnSnapshotTaken(SaveSnapshotSuccess saved)
    {
        DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
        Context.Parent.Tell(new SnapshotTaken(saved.Metadata.SequenceNr));
    }

    private void OnAppend(Append append)
    {
        var left = append.Events.Count;
        PersistAll(append.Events, _ =>
        {
            if (--left > 0) return;
            Context.Parent.Tell(Appended.Instance);
            if (append.Snapshot is { } snapshot) SaveSnapshot(snapshot);
        });
    }
}
