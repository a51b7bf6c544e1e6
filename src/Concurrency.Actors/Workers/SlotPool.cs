using Akka.Actor;
using Akka.Dispatch;
using Akka.Routing;
using Akka.Util;

namespace Concurrency.Actors.Workers;

/// <summary>A message for the routee of one slot.</summary>
internal interface ISlotMessage
{
    /// <summary>From 0 to the size of the pool less one.</summary>
    int Slot { get; }
}

/// <summary>
/// A fixed-size router pool that delivers each message to the routee of the slot it names. The worker knows which routees are idle;
/// the pools that come with Akka do not, and would now and then put one chunk behind another.
/// </summary>
internal sealed class SlotPool(int slots, SupervisorStrategy strategy)
    : Pool(slots, resizer: null, strategy, Dispatchers.DefaultDispatcherId, usePoolDispatcher: false)
{
    public override Router CreateRouter(ActorSystem system) => new(new SlotRouting());

    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <summary>A pool lives where its worker lives and is never deployed elsewhere.</summary>
    public override ISurrogate ToSurrogate(ActorSystem system) => throw new NotSupportedException("A slot pool is not deployed remotely.");

    private sealed class SlotRouting : RoutingLogic
    {
        public override Routee Select(object message, Routee[] routees) =>
            routees[((ISlotMessage)message).Slot];
    }
}
