using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Actors.Coordination.Register;
using Concurrency.Actors.Storage;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.JobProtocol;
using static Concurrency.Actors.Protocol.PeerProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;
using static Concurrency.Actors.Storage.RegisterEvents;
using static Concurrency.Actors.Storage.StreamProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>
/// How a coordinator that stores its jobs comes back: it reads the register, takes it over from whoever had it, and begins the jobs that are not
/// over. Only then does it listen, and the first that it hears are workers with what they hold. From then on, what
/// happens to the list of jobs is stored before anybody is told of it.
/// </summary>
internal sealed partial class Coordinator
{
    /// <summary>Questions that wait while the coordinator comes back. Drivers ask again.</summary>
    private const int MostWaiting = 10_000;

    private readonly List<(object Question, IActorRef Driver)> _waiting = [];
    private readonly StoreOutage _outage = new();
    private readonly CoordinatorStore? _store;
    private readonly Backoff? _readingAgain;
    private RegisterState _read = new();
    private SnapshotPace? _pace;
    private RegisterWriter? _registry;
    private IActorRef _eraser = ActorRefs.Nobody;
    private string? _storeFault;
    private string _lastFault = "The store does not work at the moment.";
    private long _epoch;

    private void ReadRegister()
    {
        (_read, _pace, _registry) = (new(), new(_store!.Settings.SnapshotEvery), null);
        Context.ActorOf(StreamKeeper.Props(StreamNames.Register, isNew: false, keepsEvents: false, _store.Pages, _store.NewBackoff()));
    }

    private void Reading()
    {
        Receive<Restored>(restored =>
        {
            _read.Restore((RegisterSnapshot)restored.Snapshot);
            _pace!.Took(restored.Snapshot);
        });
        Receive<Replayed>(replayed =>
        {
            _read.Apply(replayed.Event);
            _pace!.Wrote(replayed.Event);
        });
        Receive<Recovered>(_ => OnRead());
        Receive<Appended>(_ => OnTakenOver());
        Receive<StreamUp>(_ => OnStreamUp(StreamNames.Register));
        Receive<StreamDown>(OnNotRead);
        // Another coordinator began at the same time, and was first.
        Receive<StreamTaken>(_ =>
        {
            Context.Stop(Sender);
            ArmReadAgain();
        });
        Receive<ReadAgain>(_ => ReadRegister());
        Aside();
    }

    /// <summary>The jobs come back, each by itself.</summary>
    private void Gathering()
    {
        ReceiveFromRegister();
        ReceiveFromJobs();
        Aside();
    }

    private void ReceiveFromRegister()
    {
        Receive<Appended>(_ => _registry!.Stored());
        Receive<StreamUp>(_ => OnStreamUp(StreamNames.Register));
        Receive<StreamDown>(down => OnStreamDown(StreamNames.Register, down.Cause));
        Receive<StreamTaken>(_ => OnSuperseded());
        // What it holds cannot be stored, so it begins anew from what is.
        Receive<StreamRefused>(refused => throw new StoreException($"The list of jobs cannot be stored: {refused.Cause.Message}", refused.Cause));
        Receive<StoreNews>(OnStoreNews);
        Receive<Superseded>(_ => OnSuperseded());
        Receive<Erased>(erased => Write(new JobErased(erased.Job)));
    }

    /// <summary>Workers say it again; drivers are answered when it can be done, or told that it cannot.</summary>
    private void Aside()
    {
        Receive<Knock>(_ =>
        {
            if (_storeFault is not null) Sender.Tell(new Admitted());
        });
        Receive<Hello>(_ => { });
        Receive<AlsoHeld>(_ => { });
        Receive<Bundle>(_ => { });
        Receive<ILeaseReport>(_ => { });
        Receive<DisassociatedEvent>(_ => { });
        Receive<Open>(open =>
        {
            if (_storeFault is { } fault) Sender.Tell(new Refused(fault));
            else Wait(open);
        });
        ReceiveAny(Wait);
    }

    private void Wait(object question)
    {
        if (_waiting.Count < MostWaiting) _waiting.Add((question, Sender));
    }

    private void OnNotRead(StreamDown down)
    {
        OnStreamDown(StreamNames.Register, down.Cause);
        if (_registry is null) ArmReadAgain();
    }

    private void ArmReadAgain() => Timers.StartSingleTimer(ReadAgain.Instance, ReadAgain.Instance, _readingAgain!.Next());

    private void OnRead()
    {
        _epoch = _read.Epoch + 1;
        _registry = new(_read, Sender, _pace!);
        _registry.Write(new TakenOver(_epoch, _clock.Now));
    }

    private void OnTakenOver()
    {
        _registry!.Stored();
        OnStreamUp(StreamNames.Register);
        _readingAgain!.Reset();
        _eraser = Context.ActorOf(Eraser.Props(_store!.Pages, _store.NewBackoff()), "eraser");
        foreach (var forgotten in _read.Forgotten) _eraser.Tell(new Erase(forgotten));
        foreach (var opened in _read.Jobs) _register.Add(OrderOf(opened), opened.Number);
        foreach (var over in _read.Over) _register.Note(over.Summary, over.Bytes, over.At);
        Become(Gathering);
        foreach (var order in _read.Jobs.Select(opened => _register.Find(opened.Job)!).Where(order => _register.IsOpen(order.Id))) Start(order, isNew: false);
        WorkWhenGathered();
    }

    private void WorkWhenGathered()
    {
        if (_isWorking || !_board.IsComplete) return;
        _isWorking = true;
        Become(Working);
        foreach (var entry in _board.All) entry.Actor.Tell(WorkersHeard.Instance);
        ArmLook();
        foreach (var (question, driver) in _waiting) Self.Tell(question, driver);
        _waiting.Clear();
    }

    private JobOrder OrderOf(JobOpened opened)
    {
        IWorkload workload;
        try
        {
            workload = _catalog.Find(opened.Spec.Workload);
        }
        catch (BadJobException e)
        {
            workload = new MissingWorkload(opened.Spec.Workload, e.Message);
        }

        return new(opened.Job, opened.Spec, workload, opened.Request, opened.Key, opened.Submitted);
    }

    /// <summary>Has it stored; in memory, there is nothing to do.</summary>
    private void Write(IStoredEvent happened) => _registry?.Write(happened);

    /// <summary>Says it when everything is stored that happened to the list of jobs before.</summary>
    private void Say(ICanTell to, object message, IActorRef from)
    {
        if (_registry is null) to.Tell(message, from);
        else _registry.Say(to, message, from);
    }

    private void Answer(object answer) => Say(Sender, answer, Self);

    private void OnStoreNews(StoreNews news)
    {
        if (news.Fault is { } fault) OnStreamDown(StreamNames.Of(news.Job), fault);
        else OnStreamUp(StreamNames.Of(news.Job));
    }

    private void OnStreamDown(string stream, Exception fault)
    {
        // While the journal leaves a store alone that has failed several times, it only says that it does.
        if (fault is not Akka.Pattern.OpenCircuitException) _lastFault = fault.Message;
        if (_outage.Begin(stream)) _log.Warning("{0} What jobs decide waits until that is over.", _lastFault);
        if (_outage.Contains(StreamNames.Register)) _storeFault = _lastFault;
    }

    private void OnStreamUp(string stream)
    {
        if (_outage.End(stream)) _log.Warning("The store works again.");
        if (!_outage.Contains(StreamNames.Register)) _storeFault = null;
    }

    /// <summary>Nothing that it says counts any more, so it says nothing.</summary>
    private void OnSuperseded()
    {
        _log.Error("Another coordinator has taken the jobs over; this one does nothing any more.");
        foreach (var child in Context.GetChildren()) Context.Stop(child);
        Timers.CancelAll();
        Context.System.EventStream.Unsubscribe(Self);
        Context.System.EventStream.Publish(Deposed.Instance);
        Become(() => ReceiveAny(_ => { }));
    }
}
