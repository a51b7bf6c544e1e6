using System.Net;
using Akka.Actor;
using Akka.Remote;

namespace Concurrency.Actors.Gateway;

/// <summary>
/// Clears away what remoting keeps of a peer whose connection broke. Remoting would take the next connection that this peer opens for reading
/// only, and dial it for writing; but a peer has a name that nobody can dial. With nothing kept, the next connection serves both ways.
/// </summary>
internal sealed class AssociationSweeper : ReceiveActor
{
    private readonly Func<Address, bool> _isPeer;

    /// <param name="isPeer">Whether that is a worker or a driver, and none of the nodes that dial one another.</param>
    public AssociationSweeper(Func<Address, bool> isPeer)
    {
        _isPeer = isPeer;
        Receive<DisassociatedEvent>(broke => Sweep(broke.RemoteAddress));
        // It was dialled all the same: the peer was back before the sweep, so its new connection is for reading only and has to go too.
        Receive<AssociationErrorEvent>(failed => Sweep(failed.RemoteAddress));
    }

    public static Props Props(Func<Address, bool> isPeer) => Akka.Actor.Props.Create(() => new AssociationSweeper(isPeer));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
    }

    /// <summary>An asterisk that a peer has in its name stands for one letter here, and not for the names of all others.</summary>
    internal static string Literally(Address peer) => WebUtility.UrlEncode(peer.ToString()).Replace('*', '?');

    private void Sweep(Address peer)
    {
        // That remoting has an actor for each connection, named after the peer, is nowhere promised; a test of a broken connection finds out if it changes.
        if (_isPeer(peer)) Context.ActorSelection($"/system/endpointManager/*-{Literally(peer)}-*").Tell(PoisonPill.Instance);
    }
}
