using Akka.Actor;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Gateway;
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

    private readonly EngineSettings _settings;
    private readonly TimeProvider _time;
    private readonly WorkerId _id;
    private readonly Slots _slots;
    private readonly LeaseDesk _desk;
    private readonly PlanCache _plans;
    private readonly Introduction _introduction;
    private readonly Reports _reports;
    private readonly Draining _draining;
    private readonly CancellationToken _stop;
    private ExecutorPools _pools = null!;

    /// <param name="isRemote">The coordinator lives elsewhere, so that what is said to it is better said in few messages.</param>
    public Worker(string name, Slots slots, IActorRef coordinator, WorkloadCatalog catalog, EngineSettings settings, TimeProvider time, bool isRemote)
    {
        (_settings, _time, _slots) = (settings, time, slots);
        _id = new(name, unchecked((ulong)Random.Shared.NextInt64()));
        (_desk, _plans) = (new(slots), new(catalog));
        _introduction = new(_id, slots, catalog, coordinator, time);
        _reports = new(_id, _desk, coordinator, isRemote);
        _draining = new(_desk);

        var stop = new CancellationTokenSource();
        _stop = stop.Token;
        Context.ActorOf(Akka.Actor.Props.Create(() => new Brake(stop)), "brake");

        Receive<Lend>(lend => Take(lend, begin: true));
        Receive<Bundle>(OnBundle);
        Receive<TellReports>(_ => _reports.Flush());
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
        _pools = new(Context, _slots, _time);
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
        if (_draining.HasBegun)
        {
            _reports.TellReturned(lend.Job, lend.Lease);
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
            _reports.TellFailure(lend, e.Message);
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
        _reports.TellReturned(revoke.Job, revoke.Lease);
    }

    private void OnSettled(Settled settled)
    {
        _desk.Forget(settled.Lease);
        EndWhenDrained();
    }

    private void OnRan(Ran ran)
    {
        if (_desk.Find(ran.Lease)?.Lend is { } lend) OnOutcome(_reports.Of(lend, ran));
    }

    private void OnRunFailed(RunFailed failed)
    {
        if (_desk.Find(failed.Lease)?.Lend is { } lend) OnOutcome(_reports.Failure(lend, failed.Reason, failed.Elapsed));
    }

    private void OnOutcome(ILeaseReport outcome)
    {
        _desk.Finish(outcome.Lease, outcome);
        BeginAll();
        if (_reports.Tell(outcome)) Timers.StartSingleTimer(TellReports.Instance, TellReports.Instance, Reports.Within);
        EndWhenDrained();
    }

    private void OnStopped(LeaseId lease)
    {
        if (_desk.Finish(lease, outcome: null) is { } entry) _reports.TellReturned(entry.Lend.Job, lease);
        BeginAll();
        EndWhenDrained();
    }

    private void OnTick()
    {
        SayHello();
        // A timer that re-arms itself: a repeating one would make up for every tick that a pause has swallowed.
        Timers.StartSingleTimer(Tick.Instance, Tick.Instance, _settings.HelloInterval);
    }

    private void OnTellProgress()
    {
        _reports.TellProgress();
        Timers.StartSingleTimer(TellProgress.Instance, TellProgress.Instance, _settings.WorkerProgressInterval);
    }

    /// <summary>What has not begun goes back first; then there is only to wait for the rest, and not for ever.</summary>
    private void OnDrain()
    {
        if (_draining.HasBegun) return;
        _draining.Begin();
        foreach (var entry in _desk.Waiting.ToList()) OnRevoke(new(entry.Lend.Job, entry.Lend.Lease));
        SayHello();
        Timers.StartSingleTimer(DrainedOut.Instance, DrainedOut.Instance, _settings.DrainTimeout);
        EndWhenDrained();
    }

    private void OnDrainedOut()
    {
        _draining.EndTime();
        EndWhenDrained();
    }

    private void EndWhenDrained()
    {
        if (!_draining.IsDone) return;
        _reports.Flush();
        Context.System.EventStream.Publish(new Drained());
    }

    private void OnWelcome(Welcome welcome)
    {
        if (_introduction.IsWelcome(welcome.Number)) SayHello();
    }

    /// <summary>
    /// What has an outcome is not held any more, so the outcome goes first: a lease that is not held and of which nothing was heard is taken for
    /// one that was lost on the way, and would be run again.
    /// </summary>
    private void SayHello()
    {
        _reports.TellAgain();
        _introduction.SayHello(_desk.All.Where(entry => entry.Outcome is null).Select(entry => entry.Held), _draining.HasBegun);
    }

    private void BeginAll() => _pools.BeginAll(_desk, _id.Name, _stop);

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
