using Akka.Actor;

namespace Concurrency.Actors.Nodes;

/// <summary>Tells whoever is outside of the system of every event of one kind.</summary>
internal static class EventWatch
{
    /// <summary>Tells of every event that is published from now on.</summary>
    public static void Start<T>(ActorSystem system, Action<T> tell) =>
        // Subscribed here, since the actor itself would do it in its own time.
        system.EventStream.Subscribe(system.ActorOf(Props.Create(() => new Watch<T>(tell))), typeof(T));

    private sealed class Watch<T> : ReceiveActor
    {
        public Watch(Action<T> tell) => Receive<T>(happened => tell(happened));
    }
}
