using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using Concurrency.Actors.Coordination.Register;
using Concurrency.Actors.Coordination.Workers;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.JobProtocol;
using static Concurrency.Actors.Protocol.PeerProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>What it hears from workers, and what it makes of their silence.</summary>
internal sealed partial class Coordinator
{
    private readonly Roster _roster;
    private readonly Matchmaker _matchmaker;
    private readonly Liveness _liveness;
    /// <summary>Looks in a row: workers that were away for a moment are back by then.</summary>
    private const int EnoughLooks = 3;

    private readonly HeldParts _parts = new();
    private DateTimeOffset _nextLook;

    private void ReceiveFromWorkers()
    {
        Receive<Knock>(_ => Sender.Tell(new Admitted()));
        Receive<ListWorkers>(list => Sender.Tell(_roster.PageAfter(list.After, _clock.Now)));
        Receive<DrainWorker>(OnDrainWorker);

        Receive<Hello>(OnHello);
        Receive<AlsoHeld>(_parts.Add);
        Receive<Bundle>(OnBundle);
        Receive<ILeaseReport>(report => OnReport(report, Sender));

        Receive<DisassociatedEvent>(OnDisassociated);
        Receive<LookAt>(look => OnLookAt(look.Worker));
        Receive<LookAround>(_ => OnLookAround());
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
                // Of a job that comes back the worker will say so again.
                foreach (var lease in held.Where(_ => !_register.IsOpen(held.Key))) Sender.Tell(new Revoke(lease.Job, lease.Lease));
                continue;
            }

            if (!entry.IsReady) continue;
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

    /// <summary>At once, before what the worker said after it. What each message makes the jobs say to the worker goes out by the worker's line, together.</summary>
    private void OnBundle(Bundle bundle)
    {
        foreach (var report in bundle.Messages.OfType<ILeaseReport>()) OnReport(report, _roster.Find(report.Worker)?.Line ?? Sender);
    }

    /// <param name="worker">Where the worker hears what becomes of it.</param>
    private void OnReport(ILeaseReport report, IActorRef worker)
    {
        if (report is Progress progress) OnProgress(progress, worker);
        else OnOutcome(report, report switch { Done done => done.Elapsed, Failed failed => failed.Elapsed, _ => TimeSpan.Zero }, worker);
    }

    private void OnOutcome(ILeaseReport report, TimeSpan elapsed, IActorRef worker)
    {
        var member = Heard(report.Worker);
        if (member is not null) _matchmaker.Answered(member, report, elapsed);
        if (_board.Find(report.Job) is { } entry)
        {
            // What it had may be what kept it from more: a worker runs few suspects at a time.
            entry.MayAskAgain(report.Worker);
            entry.Actor.Tell(report, worker);
        }
        else if (!_register.IsOpen(report.Job))
        {
            worker.Tell(new Settled(report.Job, report.Lease));
        }

        if (member is not null) _matchmaker.OfferAll(member);
    }

    private void OnProgress(Progress progress, IActorRef worker)
    {
        Heard(progress.Worker);
        _board.Find(progress.Job)?.Actor.Tell(progress, worker);
    }

    private Member? Heard(WorkerId worker)
    {
        var member = _roster.Find(worker);
        if (member is not null) member.HeardAt = _clock.Now;
        return member;
    }

    private void OnLookAround()
    {
        var (now, late) = (_clock.Now, _clock.Now - _nextLook);
        var away = late > _settings.LateBy ? late : TimeSpan.Zero;
        if (away > TimeSpan.Zero) _liveness.StartAnew(_roster.Members.Select(member => member.Id));
        else foreach (var member in _roster.Members.ToList()) Judge(member);

        // Time alone can make work: a lease that ran out, a straggler to copy.
        _board.ForgetDeclined();
        foreach (var entry in _board.Open)
        {
            entry.Actor.Tell(new Look(away));
            LookForWorkers(entry);
        }

        ForgetSurplus();
        foreach (var member in _roster.Members) _matchmaker.OfferAll(member);
        ArmLook();
    }

    /// <summary>Whoever runs the seed is told once of a job that waits for a worker of another release than those that are there.</summary>
    private void LookForWorkers(BoardEntry job)
    {
        var isInVain = _roster.Members.Count > 0 && !_roster.Members.Any(member => member.Runs(job.Demand));
        job.LooksInVain = isInVain ? job.LooksInVain + 1 : 0;
        if (job.LooksInVain != EnoughLooks) return;
        _log.Warning(
            "The job {0} waits: it needs version {1} of {2}, and no worker that is there has it. Start one of the release that began the job, or cancel it.",
            job.Id,
            job.Demand.KernelVersion,
            job.Demand.Workload);
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

    /// <summary>Whoever runs the seed is told, unless it is a worker that was to go, and has given everything back.</summary>
    private void Bury(Member member, string reason)
    {
        var leases = member.Leases.Count();
        if (leases > 0 || !member.Hello.IsDraining)
            _log.Warning("A worker on {0} is gone: {1}. Leases that go back to their jobs: {2}.", member.Hello.Host, reason, leases);
        _matchmaker.Bury(member, reason);
        _liveness.Forget(member.Id);
        _parts.Forget(member.Id);
        if (member.Line.Path.Parent.Equals(Self.Path)) Context.Stop(member.Line);
    }
}
