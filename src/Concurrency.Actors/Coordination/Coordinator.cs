using Akka.Actor;
using Akka.Remote;
using Concurrency.Actors.Configuration;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.JobProtocol;
using static Concurrency.Actors.Protocol.PeerProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>
/// Brings workers and jobs together: it knows which worker has room and which job's turn it is, offers the one to the other and sends
/// the leases that come of it. What happens within a job is the job's own affair.
/// </summary>
internal sealed partial class Coordinator : ReceiveActor, IWithTimers
{
    private readonly WorkloadCatalog _catalog;
    private readonly EngineSettings _settings;
    private readonly SteadyClock _clock;
    private readonly Roster _roster;
    private readonly JobBoard _board = new();
    private readonly Matchmaker _matchmaker;
    private readonly Liveness _liveness;
    private readonly HeldParts _parts = new();
    private DateTimeOffset _nextLook;

    public Coordinator(WorkloadCatalog catalog, EngineSettings settings, TimeProvider time)
    {
        (_catalog, _settings, _clock, _time) = (catalog, settings, new(time), time);
        (_register, _budget, _allowed) = (new(settings.FinishedJobs), new(settings.KeptRows), settings.KeptRows);
        _roster = new(settings.PrefetchLimit);
        _matchmaker = new(_roster, _board, _clock);
        _liveness = new(settings, _clock);

        Receive<Knock>(_ => Sender.Tell(new Admitted()));
        Receive<ListWorkers>(list => Sender.Tell(_roster.PageAfter(list.After, _clock.Now)));
        Receive<DrainWorker>(OnDrainWorker);

        Receive<Hello>(OnHello);
        Receive<AlsoHeld>(_parts.Add);
        Receive<Bundle>(OnBundle);
        Receive<DisassociatedEvent>(OnDisassociated);
        Receive<LookAt>(look => OnLookAt(look.Worker));
        Receive<Done>(done => OnOutcome(done, done.Elapsed));
        Receive<Failed>(failed => OnOutcome(failed, failed.Elapsed));
        Receive<Returned>(returned => OnOutcome(returned, TimeSpan.Zero));
        Receive<Progress>(OnProgress);

        Receive<Granted>(OnGranted);
        Receive<WorkReady>(OnWorkReady);
        Receive<Unneeded>(OnUnneeded);
        Receive<Terminated>(OnTerminated);

        ReceiveFromDrivers();
        Receive<LookAround>(_ => OnLookAround());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(WorkloadCatalog catalog, EngineSettings settings, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new Coordinator(catalog, settings, time));

    /// <summary>A job that crashes has lost its ledger; it must not come back with an empty one.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        ArmLook();
    }

    private void OnHello(Hello hello)
    {
        if (_roster.Predecessor(hello.Worker) is { } old) Bury(old, $"worker {old.Id} started anew");
        var isNew = _roster.Find(hello.Worker) is null;
        var member = _roster.Greet(hello, Sender, LineTo, _clock.Now);
        _liveness.Heard(hello.Worker);
        Sender.Tell(new Welcome(hello.Number));

        var allHeld = _parts.Of(hello, out var isComplete);
        foreach (var held in allHeld.GroupBy(held => held.Job))
        {
            if (_board.Find(held.Key) is not { } entry)
            {
                foreach (var lease in held) Sender.Tell(new Revoke(lease.Job, lease.Lease));
                continue;
            }

            foreach (var lease in held) _matchmaker.Adopt(member, entry, lease.Lease);
            entry.Actor.Tell(new Held(hello.Worker, [.. held.Select(lease => (lease.Lease, lease.Range))]));
        }

        if (isComplete) Reconcile(member, allHeld);
        if (isNew) _board.ForgetDeclined();
        _matchmaker.OfferAll(member);
    }

    /// <summary>
    /// A lease that the worker should have had since before its last Hello, and does not: the message was lost on the way there,
    /// or it was settled and the answer to that is on its way here.
    /// </summary>
    private void Reconcile(Member member, IReadOnlyList<HeldLease> held)
    {
        foreach (var lease in member.Missing(held)) _matchmaker.NeverCame(member, lease);
    }

    /// <summary>A worker in this process is talked to directly.</summary>
    private static IActorRef LineTo(IActorRef worker) => worker.Path.Address.HasLocalScope ? worker : Context.ActorOf(WorkerLine.Props(worker));

    /// <summary>What each message makes the jobs say to the worker goes out by the worker's line, together.</summary>
    private void OnBundle(Bundle bundle)
    {
        foreach (var message in bundle.Messages)
            Self.Tell(message, (message is ILeaseReport report ? _roster.Find(report.Worker)?.Line : null) ?? Sender);
    }

    private void OnOutcome(ILeaseReport report, TimeSpan elapsed)
    {
        var member = Heard(report.Worker);
        if (member is not null) _matchmaker.Answered(member, report, elapsed);
        if (_board.Find(report.Job) is { } entry)
        {
            // What it had may be what kept it from more: a worker runs few suspects at a time.
            entry.MayAskAgain(report.Worker);
            entry.Actor.Forward(report);
        }
        else
        {
            Sender.Tell(new Settled(report.Job, report.Lease));
        }

        if (member is not null) _matchmaker.OfferAll(member);
    }

    private void OnProgress(Progress progress)
    {
        Heard(progress.Worker);
        _board.Find(progress.Job)?.Actor.Forward(progress);
    }

    private Member? Heard(WorkerId worker)
    {
        var member = _roster.Find(worker);
        if (member is not null) member.HeardAt = _clock.Now;
        return member;
    }

    private void OnGranted(Granted granted)
    {
        var entry = _board.Find(granted.Job);
        if (_roster.Find(granted.Worker) is not { } member || !member.Answered(granted.Job))
        {
            foreach (var lend in granted.Leases) entry?.Actor.Tell(new NotHeld(lend.Lease));
            return;
        }

        if (entry is not null) _matchmaker.Lend(member, entry, granted);
    }

    private void OnWorkReady(WorkReady ready)
    {
        if (!_board.HasNews(ready.Job, ready.Demand, _clock.Seconds)) return;
        foreach (var member in _roster.Members) _matchmaker.Offer(member, ready.Demand.Kind);
    }

    private void OnUnneeded(Unneeded unneeded)
    {
        foreach (var lease in unneeded.Leases) _roster.Find(lease.Worker)?.Line.Tell(new Revoke(unneeded.Job, lease.Id));
    }

    /// <summary>A job that was never committed, or that crashed: what it was offered is free, and its leases are nobody's.</summary>
    private void OnTerminated(Terminated gone)
    {
        var job = new JobId(gone.ActorRef.Path.Name);
        Unlist(job);
        _board.Remove(job);
        foreach (var member in _roster.Members)
        {
            member.Answered(job);
            foreach (var lease in member.Leases.Where(lease => lease.Job == job)) member.Line.Tell(new Revoke(job, lease.Lease));
            _matchmaker.OfferAll(member);
        }
    }

    private void OnLookAround()
    {
        var (now, late) = (_clock.Now, _clock.Now - _nextLook);
        var away = late > _settings.LateBy ? late : TimeSpan.Zero;
        if (away > TimeSpan.Zero) _liveness.StartAnew(_roster.Members.Select(member => member.Id));
        else foreach (var member in _roster.Members.ToList()) Judge(member);

        // Time alone can make work: a lease that ran out, a straggler to copy.
        _board.ForgetDeclined();
        foreach (var entry in _board.Open) entry.Actor.Tell(new Look(away));
        foreach (var member in _roster.Members) _matchmaker.OfferAll(member);
        ArmLook();
    }

    /// <summary>It comes more than once for one connection, and also for those that never came about.</summary>
    private void OnDisassociated(DisassociatedEvent gone)
    {
        foreach (var member in _roster.Members.Where(member => member.Address.Equals(gone.RemoteAddress)))
        {
            if (_liveness.Doubt(member.Id)) Timers.StartSingleTimer(member.Id, new LookAt(member.Id), _settings.DisconnectGrace);
        }
    }

    private void OnLookAt(WorkerId worker)
    {
        if (_roster.Find(worker) is { } member) Judge(member);
    }

    private void Judge(Member member)
    {
        if (_liveness.Verdict(member.Id) is { } reason) Bury(member, reason);
    }

    private void OnDrainWorker(DrainWorker drain)
    {
        if (_roster.Find(drain.Name) is not { } member)
        {
            Sender.Tell(new Refused($"There is no worker named '{drain.Name}'."));
            return;
        }

        member.Line.Tell(new Drain());
        Sender.Tell(new Draining(drain.Name));
    }

    private void ArmLook()
    {
        _nextLook = _clock.Now + _settings.LivenessInterval;
        Timers.StartSingleTimer(LookAround.Instance, LookAround.Instance, _settings.LivenessInterval);
    }

    private void Bury(Member member, string reason)
    {
        _matchmaker.Bury(member, reason);
        _liveness.Forget(member.Id);
        _parts.Forget(member.Id);
        if (member.Line.Path.Parent.Equals(Self.Path)) Context.Stop(member.Line);
    }
}
