using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Security;
using Concurrency.Actors.Wire;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Actors.Gateway;

/// <summary>
/// A peer's way to the coordinator. It knocks at every seed, which also opens the connection that the seed answers by; whatever the peer
/// has to say goes on to the coordinator that answered last. What cannot go on is dropped: everything in the protocols is said again.
/// </summary>
internal sealed class SeedLink : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly string _name;
    private readonly string _gateway;
    private readonly EngineSettings _settings;
    private readonly SteadyClock _clock;
    private readonly Action<LinkNews> _tell;
    private readonly Dictionary<Address, ActorSelection> _seeds = [];
    private readonly Dictionary<Address, DateTimeOffset> _associatedAt = [];
    private readonly Dictionary<Address, DateTimeOffset> _answeredAt = [];
    private readonly Dictionary<Address, string> _mistrusted = [];
    private IActorRef? _coordinator;
    private IActorRef? _former;
    private DateTimeOffset _heardAt;
    private DateTimeOffset? _complainAt;

    /// <param name="name">The peer's own name.</param>
    /// <param name="seeds">At least one.</param>
    /// <param name="gateway">The name of the actor to knock at.</param>
    /// <param name="tell">Hears what becomes of the link; called from the actor, so it must not wait.</param>
    public SeedLink(string name, IReadOnlyList<HostPort> seeds, string gateway, EngineSettings settings, TimeProvider time, Action<LinkNews> tell)
    {
        (_name, _gateway, _settings, _clock, _tell) = (name, gateway, settings, new(time), tell);
        foreach (var seed in seeds) Add(seed);

        Receive<Tick>(_ => OnTick());
        Receive<Seeds>(OnSeeds);
        Receive<Admitted>(_ => OnAdmitted());
        Receive<Incompatible>(incompatible => _tell(new LinkNews.Refused(incompatible.Sentence)));
        Receive<AssociatedEvent>(associated => OnAssociated(associated.RemoteAddress));
        Receive<DisassociatedEvent>(gone => OnDisassociated(gone.RemoteAddress));
        Receive<ListSeeds>(_ => Sender.Tell(new SeedList([.. _seeds.Keys.Select(Summary).OrderBy(seed => seed.Address, StringComparer.Ordinal)])));
        Receive<AssociationErrorEvent>(OnError);
        Receive<IWireMessage>(message => _coordinator?.Forward(message));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        string name, IReadOnlyList<HostPort> seeds, string gateway, EngineSettings settings, TimeProvider time, Action<LinkNews> tell) =>
        Akka.Actor.Props.Create(() => new SeedLink(name, seeds, gateway, settings, time, tell));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(AssociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        OnTick();
    }

    private void Add(HostPort seed)
    {
        var address = seed.AddressLike(((ExtendedActorSystem)Context.System).Provider.DefaultAddress);
        _seeds.TryAdd(address, Context.ActorSelection(new RootActorPath(address) / "user" / _gateway));
    }

    private void OnTick()
    {
        var now = _clock.Now;
        if (_coordinator is not null && now - _heardAt > _settings.CoordinatorSilence) Lose();
        foreach (var seed in _seeds.Values) seed.Tell(new Knock(CurrentVersion, Release.Name, _name));
        if (_coordinator is null) Complain(now);

        // A timer that re-arms itself: a repeating one would make up for every tick that a pause has swallowed.
        Timers.StartSingleTimer(Tick.Instance, Tick.Instance, _coordinator is null ? _settings.KnockIntervalAlone : _settings.KnockInterval);
    }

    private void OnSeeds(Seeds known)
    {
        _answeredAt[Sender.Path.Address] = _clock.Now;
        foreach (var address in known.Addresses) Add(HostPort.Split(address));
    }

    private SeedSummary Summary(Address seed) => new(
        HostPort.Of(seed).ToString(),
        HasCoordinator: _coordinator?.Path.Address.Equals(seed) is true,
        _answeredAt.TryGetValue(seed, out var at) ? _clock.Now - at : null);

    private void OnAdmitted()
    {
        _heardAt = _clock.Now;
        _complainAt = null;
        if (Sender.Equals(_coordinator)) return;
        if (_coordinator is not null && Sender.Equals(_former))
            _log.Warning("Two coordinators answer, at {0} and at {1}: the seeds have lost one another.", Of(_coordinator), Of(Sender));
        (_former, _coordinator) = (_coordinator, Sender);
        Context.System.EventStream.Publish(new CoordinatorFound());
        _tell(new LinkNews.Found(Of(Sender)));
    }

    private void OnAssociated(Address remote)
    {
        _associatedAt[remote] = _clock.Now;
        _mistrusted.Remove(remote);
    }

    private void OnError(AssociationErrorEvent error)
    {
        if (error.Cause.GetBaseException() is MistrustException mistrust) _mistrusted[error.RemoteAddress] = mistrust.Message;
    }

    private void OnDisassociated(Address remote)
    {
        _associatedAt.Remove(remote);
        if (_coordinator?.Path.Address.Equals(remote) is not true) return;
        Lose();
        Timers.StartSingleTimer(Tick.Instance, Tick.Instance, _settings.KnockIntervalAlone);
    }

    private void Lose()
    {
        _tell(new LinkNews.Lost(Of(_coordinator!)));
        (_former, _coordinator) = (null, null);
    }

    /// <summary>When nobody answers for a while, finds out what may be wrong and says so, again and again.</summary>
    private void Complain(DateTimeOffset now)
    {
        if (_complainAt is { } due && now < due) return;
        var isFirst = _complainAt is null;
        _complainAt = now + _settings.CoordinatorSilence;
        if (isFirst) return;
        // Where one seed answers there is nothing wrong with the others that would keep anybody from the coordinator.
        if (_seeds.Keys.FirstOrDefault(seed => HasAnswered(seed, now)) is { } answers)
        {
            _tell(new LinkNews.Vacant(
                $"The seed at {HostPort.Of(answers)} answers, but the seeds have no coordinator now: they agree on one within seconds, unless most of them are gone."));
            return;
        }

        // One that has just taken the connection has not had the time to answer.
        foreach (var address in _seeds.Keys.Where(seed => !_associatedAt.TryGetValue(seed, out var at) || now - at >= _settings.CoordinatorSilence))
            _ = TellWhyAsync(address, _mistrusted.GetValueOrDefault(address), _associatedAt.ContainsKey(address), _answeredAt.ContainsKey(address));
    }

    private bool HasAnswered(Address seed, DateTimeOffset now) => _answeredAt.TryGetValue(seed, out var at) && now - at < _settings.CoordinatorSilence;

    private async Task TellWhyAsync(Address seed, string? mistrust, bool isAssociated, bool hasAnswered) =>
        _tell(new LinkNews.Unanswered(mistrust ?? await Silence.ExplainAsync(seed, isAssociated, hasAnswered, _settings.CoordinatorSilence)));

    private static string Of(IActorRef coordinator) => HostPort.Of(coordinator.Path.Address).ToString();

    private sealed record Tick : INoSerializationVerificationNeeded
    {
        public static Tick Instance { get; } = new();
    }
}
