using Akka.Actor;
using Akka.Actor.Dsl;

namespace Concurrency.Actors.Tests.Driving;

/// <summary>Stands between a driver and the coordinator, and loses what it is told to lose of what they say to each other.</summary>
internal sealed class LossyLine : ReceiveActor
{
    private readonly int _copies;

    /// <param name="losesThere">Asked of every question.</param>
    /// <param name="losesBack">Asked of every answer.</param>
    /// <param name="copies">How often a message arrives that is not lost.</param>
    public LossyLine(IActorRef coordinator, Func<object, bool> losesThere, Func<object, bool> losesBack, int copies)
    {
        _copies = copies;
        ReceiveAny(question =>
        {
            // An ear of its own for each question, so that the answers find their way back.
            var asker = Sender;
            var ear = Context.ActorOf(dsl => dsl.ReceiveAny((answer, _) => Pass(answer, asker, ActorRefs.Nobody, losesBack)));
            Pass(question, coordinator, ear, losesThere);
        });
    }

    private void Pass(object message, IActorRef to, IActorRef from, Func<object, bool> loses)
    {
        if (loses(message)) return;
        for (var copy = 0; copy < _copies; copy++) to.Tell(message, from);
    }
}
