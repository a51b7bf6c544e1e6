using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using Concurrency.Actors.Gateway;
using Member = Akka.Cluster.Member;

namespace Concurrency.Actors.Nodes;

/// <summary>
/// Tells the user of a seed what becomes of the others, and why it is not with them yet. Akka says that too, in words for people who know it,
/// which are left out of the log.
/// </summary>
internal sealed class OtherSeeds : ReceiveActor, IWithTimers
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly HashSet<Address> _notHeardOf;
    private readonly TimeSpan _patience;
    private readonly Action<string> _say;
    private readonly HashSet<string> _reasons = new(StringComparer.Ordinal);
    private bool _isUp;

    /// <param name="others">Those that it is told to join.</param>
    /// <param name="patience">Between one look at why they do not answer and the next.</param>
    /// <param name="say">Takes sentences for the user; called from the actor, so it must not wait.</param>
    public OtherSeeds(IEnumerable<Address> others, TimeSpan patience, Action<string> say)
    {
        (_notHeardOf, _patience, _say) = ([.. others], patience, say);
        Receive<Look>(_ => OnLook());
        Receive<AssociatedEvent>(associated => _notHeardOf.Remove(associated.RemoteAddress));
        Receive<Reason>(reason => OnReason(reason.Sentence));
        Receive<ClusterEvent.MemberUp>(up => OnUp(up.Member));
        Receive<ClusterEvent.UnreachableMember>(lost => _say(
            $"The seed at {Of(lost.Member)} does not answer any more. Unless it comes back soon, the larger part of the seeds goes on without it."));
        Receive<ClusterEvent.ReachableMember>(back => _say($"The seed at {Of(back.Member)} answers again."));
        Receive<ClusterEvent.MemberRemoved>(removed => _say(removed.PreviousStatus == MemberStatus.Down
            ? $"The seed at {Of(removed.Member)} is out, and the others go on without it. Start it again to bring it back."
            : $"The seed at {Of(removed.Member)} has ended."));
        // From here on the end of this seed looks like that of all others.
        Receive<ClusterEvent.ClusterShuttingDown>(_ => Context.Stop(Self));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IEnumerable<Address> others, TimeSpan patience, Action<string> say) =>
        Akka.Actor.Props.Create(() => new OtherSeeds(others, patience, say));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(AssociatedEvent));
        _cluster.Subscribe(
            Self,
            ClusterEvent.InitialStateAsEvents,
            typeof(ClusterEvent.MemberUp),
            typeof(ClusterEvent.ReachabilityEvent),
            typeof(ClusterEvent.MemberRemoved),
            typeof(ClusterEvent.ClusterShuttingDown));
        Timers.StartSingleTimer(Look.Instance, Look.Instance, _patience);
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void OnUp(Member member)
    {
        if (!member.Address.Equals(_cluster.SelfAddress))
        {
            // Those that are up before this one were there when it came.
            if (_isUp) _say($"The seed at {Of(member)} has joined.");
            return;
        }

        _isUp = true;
        Timers.Cancel(Look.Instance);
    }

    private void OnLook()
    {
        foreach (var seed in _notHeardOf)
        {
            _ = Silence.ExplainAsync(seed, isAssociated: false, hasAnswered: false, _patience)
                .PipeTo(Self, success: sentence => new Reason(sentence));
        }

        Timers.StartSingleTimer(Look.Instance, Look.Instance, _patience);
    }

    private void OnReason(string sentence)
    {
        if (!_isUp && _reasons.Add(sentence)) _say($"{sentence} Trying on.");
    }

    private static HostPort Of(Member seed) => HostPort.Of(seed.Address);

    private sealed record Reason(string Sentence) : INoSerializationVerificationNeeded;

    private sealed record Look : INoSerializationVerificationNeeded
    {
        public static Look Instance { get; } = new();
    }
}
