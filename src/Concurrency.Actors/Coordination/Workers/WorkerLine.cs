using Akka.Actor;
using Concurrency.Actors.Wire;

namespace Concurrency.Actors.Coordination.Workers;

/// <summary>
/// The coordinator's end of the way to a worker elsewhere. What piles up for the worker while this actor waits for its turn goes out
/// together: under load in bundles, else at once.
/// </summary>
internal sealed class WorkerLine : ReceiveActor
{
    private readonly IActorRef _worker;
    private readonly Bundler _bundler = new();

    public WorkerLine(IActorRef worker)
    {
        _worker = worker;
        Receive<Flush>(_ => Send());
        Receive<IWireMessage>(Add);
    }

    public static Props Props(IActorRef worker) => Akka.Actor.Props.Create(() => new WorkerLine(worker));

    private void Add(IWireMessage message)
    {
        // Behind what is in the mailbox by now, which is to go out with it.
        if (_bundler.Count == 0) Self.Tell(Flush.Instance);
        if (!_bundler.HasRoomFor(message)) Send();
        _bundler.Add(message);
    }

    /// <summary>In the coordinator's name: it is who the worker answers.</summary>
    private void Send()
    {
        if (_bundler.Take() is { } message) _worker.Tell(message, Context.Parent);
    }

    private sealed record Flush : INoSerializationVerificationNeeded
    {
        public static Flush Instance { get; } = new();
    }
}
