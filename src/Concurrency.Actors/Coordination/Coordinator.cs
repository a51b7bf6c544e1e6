using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Coordination.Register;
using Concurrency.Actors.Storage;
using Concurrency.Core.Contract;

namespace Concurrency.Actors.Coordination;

/// <summary>
/// Brings workers and jobs together: it knows which worker has room and which job's turn it is, offers the one to the other and sends
/// the leases that come of it. What happens within a job is the job's own affair. Here is what it is made of; what it hears from workers is in
/// <c>Coordinator.Workers.cs</c>, from drivers in <c>Coordinator.Drivers.cs</c>, from jobs in <c>Coordinator.Jobs.cs</c>, and from the store in
/// <c>Coordinator.Register.cs</c>.
/// </summary>
internal sealed partial class Coordinator : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly WorkloadCatalog _catalog;
    private readonly EngineSettings _settings;
    private readonly TimeProvider _time;
    private readonly SteadyClock _clock;
    private readonly JobBoard _board = new();
    private bool _isWorking;

    public Coordinator(WorkloadCatalog catalog, EngineSettings settings, TimeProvider time, IStoredPages? store)
    {
        (_catalog, _settings, _time, _clock) = (catalog, settings, time, new(time));
        (_budget, _allowed) = (new(settings.KeptRows), settings.KeptRows);
        _roster = new(settings.PrefetchLimit);
        _matchmaker = new(_roster, _board, _clock);
        _liveness = new(settings, _clock);
        if (store is null)
        {
            _register = new(new(settings.FinishedJobs, long.MaxValue, TimeSpan.MaxValue));
            return;
        }

        _store = new(new(store, settings.Store.CacheBytes), settings.Store);
        _readingAgain = _store.NewBackoff();
        _comebacks = new(_store.NewBackoff, settings.Store.LongestRetryDelay);
        _register = new(new(settings.FinishedJobs, settings.Store.KeptBytes, settings.Store.KeptFor));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="store">Where jobs are kept; null for in memory. The system's journal and snapshots have to be of the same store.</param>
    public static Props Props(WorkloadCatalog catalog, EngineSettings settings, TimeProvider time, IStoredPages? store = null) =>
        Akka.Actor.Props.Create(() => new Coordinator(catalog, settings, time, store));

    /// <summary>A job that crashes has lost its ledger; it must not come back with an empty one.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        if (_store is null)
        {
            WorkWhenGathered();
            return;
        }

        Become(Reading);
        ReadRegister();
    }

    private void Working()
    {
        ReceiveFromWorkers();
        ReceiveFromDrivers();
        ReceiveFromJobs();
        ReceiveFromRegister();
    }
}
