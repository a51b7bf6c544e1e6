using Akka.Actor;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Wire;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.WorkerProtocol;
using static Concurrency.Actors.Workers.ExecutorProtocol;

namespace Concurrency.Actors.Workers;

/// <summary>
/// Talks to the coordinator and never computes: leases come in, its router pools of executors run them, and outcomes go out again and
/// again until they are settled. A crash in the work leaves the talker alive; a crash of the talker makes a new incarnation that holds
/// nothing, which its first Hello tells.
/// </summary>
internal sealed class Worker : ReceiveActor, IWithTimers
{
    public const string ComputeDispatcher = "concurrency.compute-dispatcher";

    private const int MostReports = 32;

    /// <summary>What the scheduler can do at its best.</summary>
    private static readonly TimeSpan ReportWithin = TimeSpan.FromMilliseconds(10);

    private readonly IActorRef _coordinator;
    private readonly EngineSettings _settings;
    private readonly WorkloadCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly WorkerId _id;
    private readonly Slots _slots;
    private readonly LeaseDesk _desk;
    private readonly PlanCache _plans;
    private readonly CancellationToken _stop;
    private readonly Dictionary<SlotKind, IActorRef> _pools = [];
    private long _hellos;
    private long _helloSent;
    private TimeSpan _roundTrip;
    private bool _isDraining;
    private bool _isDrainedOut;
    private readonly bool _isRemote;
    private readonly Bundler _reports = new();

    /// <param name="isRemote">The coordinator lives elsewhere, so that what is said to it is better said in few messages.</param>
    public Worker(string name, Slots slots, IActorRef coordinator, WorkloadCatalog catalog, EngineSettings settings, TimeProvider time, bool isRemote)
    {
        _isRemote = isRemote;
        (_coordinator, _catalog, _settings, _time, _slots) = (coordinator, catalog, settings, time, slots);
        _id = new(name, unchecked((ulong)Random.Shared.NextInt64()));
        (_desk, _plans) = (new(slots), new(catalog));

        var stop = new CancellationTokenSource();
        _stop = stop.Token;
        Context.ActorOf(Akka.Actor.Props.Create(() => new Brake(stop)), "brake");

        Receive<Lend>(lend => Take(lend, begin: true));
        Receive<Bundle>(OnBundle);
        Receive<TellReports>(_ => SendReports());
        Receive<Revoke>(OnRevoke);
        Receive<Settled>(OnSettled);
        Receive<Welcome>(OnWelcome);
        Receive<CoordinatorFound>(_ => SayHello());
        Receive<Drain>(_ => OnDrain());
        Receive<DrainedOut>(_ => OnDrainedOut());
        Receive<Ran>(OnRan);
        Receive<RunFailed>(OnRunFailed);
        Receive<Stopped>(stopped => OnStopped(stopped.Lease));
        Receive<Tick>(_ => OnTick());
        Receive<TellProgress>(_ => OnTellProgress());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        string name, Slots slots, IActorRef coordinator, WorkloadCatalog catalog, EngineSettings settings, TimeProvider time, bool isRemote = false) =>
        Akka.Actor.Props.Create(() => new Worker(name, slots, coordinator, catalog, settings, time, isRemote));

    /// <summary>A thread for every CPU slot.</summary>
    public static Config ThreadsFor(int slots) =>
        ConfigurationFactory.ParseString($"concurrency.compute-dispatcher.dedicated-thread-pool.thread-count = {slots}\n");

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(CoordinatorFound));
        if (_slots.Cpu > 0) _pools[SlotKind.Cpu] = Pool("cpu", _slots.Cpu, Executor<CpuExecutor>().WithDispatcher(ComputeDispatcher));
        if (_slots.Io > 0) _pools[SlotKind.Io] = Pool("io", _slots.Io, Executor<IoExecutor>());
        OnTick();
        OnTellProgress();
    }

    private void OnBundle(Bundle bundle)
    {
        foreach (var message in bundle.Messages)
        {
            if (message is Lend lend) Take(lend, begin: false);
            else if (message is Settled settled) OnSettled(settled);
            else Self.Forward(message);
        }

        BeginAll();
    }

    private void Take(Lend lend, bool begin)
    {
        if (_isDraining)
        {
            _coordinator.Tell(new Returned(lend.Job, lend.Lease, _id));
            return;
        }

        IJobPlan plan;
        try
        {
            plan = _plans.PlanOf(lend);
        }
        catch (Exception e)
        {
            // A workload that cannot open its own job is a failed run like any other, and no reason for the talker to fall.
            _coordinator.Tell(Failure(lend, e.Message, TimeSpan.Zero));
            return;
        }

        if (_desk.Take(lend, plan) && begin) BeginAll();
    }

    private void OnRevoke(Revoke revoke)
    {
        if (_desk.Find(revoke.Lease) is { Chunk: not null } running)
        {
            // The slot is busy until the run has stopped, and only then is the lease returned.
            running.Stop();
            return;
        }

        _desk.Forget(revoke.Lease);
        _coordinator.Tell(new Returned(revoke.Job, revoke.Lease, _id));
    }

    private void OnSettled(Settled settled)
    {
        _desk.Forget(settled.Lease);
        EndWhenDrained();
    }

    private void OnRan(Ran ran)
    {
        if (_desk.Find(ran.Lease)?.Lend is not { } lend) return;
        // Looked at here already, because an output that breaks the rules may not even fit the wire.
        OnOutcome((ran.Output is null ? "the run returned nothing" : ran.Output.FaultFor(lend.Range)) is { } fault
            ? Failure(lend, fault, ran.Elapsed)
            : new Done(lend.Job, lend.Lease, _id, lend.Attempt, lend.Range, ran.Output!, ran.Elapsed));
    }

    private void OnRunFailed(RunFailed failed)
    {
        if (_desk.Find(failed.Lease)?.Lend is not { } lend) return;
        OnOutcome(Failure(lend, failed.Reason, failed.Elapsed));
    }

    private Failed Failure(Lend lend, string? reason, TimeSpan elapsed) =>
        new(lend.Job, lend.Lease, _id, lend.Attempt, Utf8.Cut(reason ?? "no reason was given", Limits.ReasonBytes), elapsed);

    private void OnOutcome(ILeaseReport outcome)
    {
        _desk.Finish(outcome.Lease, outcome);
        BeginAll();
        Report(outcome);
        EndWhenDrained();
    }

    /// <summary>
    /// Between processes, what may wait is told together: while more leases wait here for a slot than outcomes for being told, no slot will
    /// stand idle for it.
    /// </summary>
    private void Report(ILeaseReport outcome)
    {
        if (!_reports.HasRoomFor(outcome)) SendReports();
        _reports.Add(outcome);
        if (!_isRemote || _reports.Count >= _desk.WaitingCount || _reports.Count >= MostReports) SendReports();
        else if (_reports.Count == 1) Timers.StartSingleTimer(TellReports.Instance, TellReports.Instance, ReportWithin);
    }

    private void SendReports()
    {
        if (_reports.Take() is { } message) _coordinator.Tell(message);
    }

    private void OnStopped(LeaseId lease)
    {
        if (_desk.Finish(lease, outcome: null) is { } entry) _coordinator.Tell(new Returned(entry.Lend.Job, lease, _id));
        BeginAll();
        EndWhenDrained();
    }

    private void OnTick()
    {
        SayHello();
        foreach (var entry in _desk.All.Where(entry => entry.Outcome is not null)) _coordinator.Tell(entry.Outcome);
        // A timer that re-arms itself: a repeating one would make up for every tick that a pause has swallowed.
        Timers.StartSingleTimer(Tick.Instance, Tick.Instance, _settings.HelloInterval);
    }

    private void OnTellProgress()
    {
        foreach (var entry in _desk.Running)
        {
            var done = entry.Chunk!.UnitsDone;
            if (done == entry.UnitsTold) continue;
            entry.UnitsTold = done;
            _coordinator.Tell(new Progress(entry.Lend.Job, entry.Lend.Lease, _id, entry.Lend.Attempt, done));
        }

        Timers.StartSingleTimer(TellProgress.Instance, TellProgress.Instance, _settings.WorkerProgressInterval);
    }

    /// <summary>What has not begun goes back first; then there is only to wait for the rest, and not for ever.</summary>
    private void OnDrain()
    {
        if (_isDraining) return;
        _isDraining = true;
        foreach (var entry in _desk.Waiting.ToList()) OnRevoke(new(entry.Lend.Job, entry.Lend.Lease));
        SayHello();
        Timers.StartSingleTimer(DrainedOut.Instance, DrainedOut.Instance, _settings.DrainTimeout);
        EndWhenDrained();
    }

    private void OnDrainedOut()
    {
        _isDrainedOut = true;
        _desk.StopAll();
        EndWhenDrained();
    }

    /// <summary>An outcome that is not settled yet is still to be told, but not for ever: there may be nobody to tell.</summary>
    private void EndWhenDrained()
    {
        if (_isDraining && !(_isDrainedOut ? _desk.Running : _desk.All).Any())
        {
            SendReports();
            Context.System.EventStream.Publish(new Drained());
        }
    }

    private void OnWelcome(Welcome welcome)
    {
        if (welcome.Number != _hellos) return;
        _roundTrip = _time.GetElapsedTime(_helloSent);
        // The coordinator sizes the prefetch by the round trip, so it should know it before work begins to flow.
        if (welcome.Number == 1) SayHello();
    }

    private void SayHello()
    {
        _helloSent = _time.GetTimestamp();
        var kernels = _catalog.All.ToDictionary(workload => workload.Name, workload => workload.KernelVersion, StringComparer.Ordinal);
        // What has an outcome is not held any more: its report is on the way, and goes again until it is settled.
        HeldLease[] held = [.. _desk.All.Where(entry => entry.Outcome is null).Select(entry => entry.Held)];
        HeldLease[][] parts = [.. held.Chunk(LeasesAPart)];
        _hellos++;
        foreach (var part in parts.SkipLast(1)) _coordinator.Tell(new AlsoHeld(_id, _hellos, part));
        _coordinator.Tell(new Hello(
            _id, Environment.MachineName, _hellos, _roundTrip, _slots, kernels, parts.LastOrDefault([]), held.Length, Release.Name, _isDraining));
    }

    /// <summary>Gives each pool as many leases as it has idle executors, and no more: no chunk waits behind another in a mailbox.</summary>
    private void BeginAll()
    {
        foreach (var (kind, pool) in _pools)
        {
            while (_desk.Begin(kind, _id.Name, _stop) is { } entry)
                pool.Tell(new Run(entry.Slot, entry.Lend.Lease, entry.Plan, entry.Chunk!));
        }
    }

    private static IActorRef Pool(string name, int slots, Props executor) =>
        Context.ActorOf(executor.WithRouter(new SlotPool(slots, RestartQuietly())), name);

    private Props Executor<T>() where T : ReceiveActor => Akka.Actor.Props.Create<T>(_time);

    // The strategy stands on the pool because one on the Props would not reach the routees. Akka would log every failure with
    // its stack trace; whoever started the job reads the reason in the job's report.
    private static OneForOneStrategy RestartQuietly() =>
        new(_ => Directive.Restart, loggingEnabled: false);

    private sealed record Tick : INoSerializationVerificationNeeded
    {
        public static Tick Instance { get; } = new();
    }

    private sealed record TellReports : INoSerializationVerificationNeeded
    {
        public static TellReports Instance { get; } = new();
    }

    /// <summary>The time to drain in is over: what still runs is stopped.</summary>
    private sealed record DrainedOut : INoSerializationVerificationNeeded
    {
        public static DrainedOut Instance { get; } = new();
    }

    private sealed record TellProgress : INoSerializationVerificationNeeded
    {
        public static TellProgress Instance { get; } = new();
    }
}
