using Akka.Actor;
using Akka.Event;
using Concurrency.Actors.Wire;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Actors.Gateway;

/// <summary>
/// The one actor of a seed that peers address by its name. It tells them which seeds there are and passes on what they say to the
/// coordinator, on whichever seed that lives; the coordinator answers by itself, and from then on they talk to it directly.
/// </summary>
internal sealed class SeedGateway : ReceiveActor
{
    public const string Name = "gateway";

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _coordinator;
    private readonly Func<IReadOnlyList<string>> _seeds;
    private string? _lastRefused;

    /// <param name="coordinator">The coordinator, or what stands for it here.</param>
    /// <param name="seeds">The addresses of all seeds, as <c>host:port</c>.</param>
    public SeedGateway(IActorRef coordinator, Func<IReadOnlyList<string>> seeds)
    {
        (_coordinator, _seeds) = (coordinator, seeds);
        Receive<Knock>(OnKnock);
        Receive<IWireMessage>(message => _coordinator.Forward(message));
    }

    public static Props Props(IActorRef coordinator, Func<IReadOnlyList<string>> seeds) => Akka.Actor.Props.Create(() => new SeedGateway(coordinator, seeds));

    private void OnKnock(Knock knock)
    {
        if (knock.Protocol is < OldestVersion or > CurrentVersion)
        {
            Refuse(knock);
            return;
        }

        Sender.Tell(new Seeds(_seeds()));
        _coordinator.Forward(knock);
    }

    /// <summary>The peer knocks again and again; it is spoken of once.</summary>
    private void Refuse(Knock knock)
    {
        var sentence = $"{knock.Peer} is release {knock.Release} and speaks version {knock.Protocol} of the protocol, the seed is release {Release.Name} "
            + $"and understands versions {OldestVersion} to {CurrentVersion}: run the same release on both.";
        Sender.Tell(new Incompatible(sentence));
        if (string.Equals(_lastRefused, knock.Peer, StringComparison.Ordinal)) return;
        _lastRefused = knock.Peer;
        _log.Warning("Refused: {0}", sentence);
    }
}
