using Akka.Actor;
using Akka.Persistence;

namespace Concurrency.Actors.Storage;

/// <summary>
/// Stores an event and erases it, so that all that writing takes is loaded and compiled when a coordinator comes to this node: that takes
/// most of a second otherwise. If the store fails, those say so who need it.
/// </summary>
internal sealed class StoreWarmer : ReceivePersistentActor
{
    public StoreWarmer(string node, IStoredPages pages, TimeProvider time)
    {
        PersistenceId = $"start-{node}";
        // Left by a node that was killed just then.
        Recover<IStoredEvent>(_ => { });
        Recover<RecoveryCompleted>(_ => Persist(new TakenOver(0, time.GetUtcNow()), _ => pages.EraseAsync(PersistenceId).PipeTo(Self, success: () => PoisonPill.Instance)));
        Command<Status.Failure>(_ => Context.Stop(Self));
    }

    public override string PersistenceId { get; }

    /// <param name="node">Unlike that of any other node on the same store.</param>
    public static Props Props(string node, IStoredPages pages, TimeProvider time) => Akka.Actor.Props.Create(() => new StoreWarmer(node, pages, time));

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        // It stops.
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        // It stops.
    }
}
