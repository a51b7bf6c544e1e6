using Akka.Actor;

namespace Concurrency.Actors.Nodes;

/// <summary>Tells whoever is outside of the system of every event of one kind.</summary>
internal static class EventWatch
{
    public static Props Props<T>(Action<T> tell) => Akka.Actor.Props.Create(() => new Watch<T>(tell));

    private sealed class Watch<T> : ReceiveActor
    {
        public Watch(Action<T> tell) => Receive<T>(happened => tell(happened));

        protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(T));
    }
}
