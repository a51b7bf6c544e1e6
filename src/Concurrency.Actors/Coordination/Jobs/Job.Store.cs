using Akka.Actor;
using Akka.Event;
using Concurrency.Actors.Storage;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.JobProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;
using static Concurrency.Actors.Storage.JobEvents;
using static Concurrency.Actors.Storage.StreamProtocol;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>
/// How a job that is stored comes back, and how what it decides is stored: it goes on deciding at once, but says nothing that is not stored.
/// A job in memory has no writer, and everything counts as stored at once.
/// </summary>
internal sealed partial class Job
{
    /// <summary>Questions that wait while the job comes back. Drivers ask again.</summary>
    private const int MostWaiting = 1000;

    /// <summary>
    /// A job that comes back so often and to no end is spoken of. Which units were leased when a coordinator died together with its workers nobody
    /// knows, so none of them can be held to account; whoever runs the seed can.
    /// </summary>
    private const int ManyReturns = 4;

    private readonly List<(object Question, IActorRef Driver)> _waiting = [];
    private readonly JobStream? _stream;
    private readonly JobWriter? _writer;
    private readonly JobReplay? _replay;
    private DateTimeOffset _adoptsUntil;
    private string? _fault;
    private bool _isBack;

    private void Recovering()
    {
        ReceiveFromStream();
        Receive<Restored>(restored => Replay(replay => replay.Restore((StoredJob)restored.Snapshot)));
        Receive<Replayed>(replayed => Replay(replay => replay.Replay(replayed.Sequence, replayed.Event)));
        Receive<Recovered>(OnRecovered);
        Receive<Begin>(_ => OnBegin());
        // Workers say it again, until it is answered.
        Receive<ILeaseReport>(_ => { });
        Receive<ILocal>(_ => { });
        ReceiveAny(question =>
        {
            if (_waiting.Count < MostWaiting) _waiting.Add((question, Sender));
        });
    }

    private void ReceiveFromStream()
    {
        Receive<Appended>(_ => OnAppended());
        Receive<SendLater>(_ => Send());
        Receive<StreamUp>(_ => Context.Parent.Tell(new StoreNews(Id, Fault: null)));
        Receive<StreamDown>(OnStreamDown);
        Receive<StreamRefused>(OnStreamRefused);
        Receive<StreamTaken>(_ => OnTaken());
    }

    /// <summary>Everything about it is stored, and the coordinator begins it again when somebody asks.</summary>
    private void OnUnasked()
    {
        if (IsOver) Context.Stop(Self);
    }

    private void Replay(Action<JobReplay> step)
    {
        try
        {
            if (_fault is null) step(_replay!);
        }
        catch (Exception e)
        {
            // Whatever the workload of another release stumbles over; the store's own faults do not come this way.
            var sentence = e is BadJobException or FormatException ? e.Message : $"The job {Id} cannot be made out of what is stored: {e.Message}";
            _fault = $"{sentence} Run it with the release that began it, or delete it.";
        }
    }

    private void OnRecovered(Recovered recovered)
    {
        if (_replay!.Epoch > _stream!.Epoch)
        {
            OnTaken();
            return;
        }

        _writer!.Begin(_replay, recovered.Sequence);
        if (!_stream.IsNew && _replay.Epoch < _stream.Epoch) Write(new TakenOver(_stream.Epoch, _clock.Now));
        Say(Self, Begin.Instance);
    }

    private void OnBegin()
    {
        if (_fault is { } fault)
        {
            Become(() => Unreadable(fault));
        }
        else if (_replay!.State is { } state)
        {
            _order = _order with { KernelVersion = _replay.Committed!.KernelVersion };
            _retries.UnionWith(_replay.Retries);
            BeginRunning(state);
            _progress.Restore(_replay.At, _replay.Elapsed);
            _adoptsUntil = DateTimeOffset.MaxValue;
            Become(Running);
        }
        else
        {
            Become(TakingInput);
            if (!_stream!.IsNew) AwaitInput();
        }

        Context.SetReceiveTimeout(_stream!.Store.Settings.UnaskedTime);
        _isBack = true;
        Context.Parent.Tell(new Ready(Id));
        if (_ledger is not null) ComeBack();
        if (_stream.Failure is { } failure) Fail(failure);
        foreach (var (question, driver) in _waiting) Self.Tell(question, driver);
        _waiting.Clear();
    }

    private void ComeBack()
    {
        TellCoordinator();
        if (IsOver) return;
        Context.Parent.Tell(new WorkReady(Id, _order.ToDemand(_ledger.State.Terms.Traits)));
        // This time is not among them.
        if (_replay!.VainReturns + 1 < ManyReturns) return;
        _log.Warning(
            "The job {0} has come back {1} times in a row, and none of its units was done or failed in between. If it may be one of them that ends the coordinator, cancel it.",
            Id,
            _replay.VainReturns + 1);
    }

    /// <summary>
    /// Workers that hold leases of the job say so before anybody else may have those units. Nobody has listened to them before, however long it
    /// took other jobs to come back.
    /// </summary>
    private void OnWorkersHeard()
    {
        if (_adoptsUntil != DateTimeOffset.MaxValue) return;
        _adoptsUntil = _clock.Now + _settings.AdoptionTime;
        Timers.StartSingleTimer(nameof(_adoptsUntil), Wake.Instance, _settings.AdoptionTime);
    }

    private void Fail(string reason)
    {
        _log.Warning("The job {0} fails: {1}", Id, reason);
        if (_ledger is not null) Act(_ledger.Abandon(reason));
        else if (_fault is null) Withdraw(new Refused($"The job {Id} failed: {reason}"), Unbegun(JobStatus.Failed));
    }

    /// <summary>This release cannot make out what another has stored. It is left as it is.</summary>
    private void Unreadable(string sentence)
    {
        ReceiveFromStream();
        _log.Warning("The job {0} is left as it is: {1}", Id, sentence);
        Receive<Delete>(_ => Withdraw(new UnknownJob(Id), new Deleted(Id)));
        AnswerAll(
            new Refused(sentence), typeof(Open), typeof(Page), typeof(Commit), typeof(PullProgress), typeof(PullRows), typeof(Show), typeof(Cancel), typeof(Retry));
    }

    private void Write(IStoredEvent happened)
    {
        if (_writer is null)
        {
            Publish(happened, sequence: 0);
            return;
        }

        _writer.Write(happened);
        Send();
    }

    private void Send()
    {
        if (_writer!.Send(_clock.Now) is not { } later || Timers.IsTimerActive(SendLater.Instance)) return;
        var wait = later - _clock.Now;
        Timers.StartSingleTimer(SendLater.Instance, SendLater.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Says it when everything is stored that was decided before.</summary>
    private void Say(ICanTell to, object message)
    {
        if (_writer is null) to.Tell(message, Self);
        else _writer.Say(to, message, Self);
    }

    private void OnAppended()
    {
        var wasBehind = _writer!.IsBehind;
        var (batch, sequence) = _writer.Stored();
        foreach (var happened in batch.Events) Publish(happened, sequence++);
        batch.LetOut();
        Send();
        if (wasBehind && !_writer.IsBehind) TellOfWork();
    }

    /// <summary>It is stored: everybody may know.</summary>
    private void Publish(IStoredEvent happened, long sequence)
    {
        if (happened is JobCommitted) OnCommitted();
        if (happened is JobBatch batch) OnHappened(batch.Events, sequence);
    }

    /// <summary>A job that is not back yet is begun again by the coordinator; one that is has everything in memory, and waits.</summary>
    private void OnStreamDown(StreamDown down)
    {
        Context.Parent.Tell(new StoreNews(Id, down.Cause));
        if (!_isBack) Context.Stop(Self);
    }

    /// <summary>What it has in memory is not what can be stored, so it begins anew from what is.</summary>
    private void OnStreamRefused(StreamRefused refused)
    {
        Context.Parent.Tell(new Unstorable(Id, $"what became of it cannot be stored: {refused.Cause.Message}"));
        Context.Stop(Self);
    }

    private void OnTaken()
    {
        Context.Parent.Tell(Superseded.Instance);
        Context.Stop(Self);
    }

    /// <summary>To itself: what has waited for more is to be stored.</summary>
    private sealed record SendLater : ILocal
    {
        public static SendLater Instance { get; } = new();
    }

    /// <summary>To itself: the stream is this coordinator's, and nobody else writes to it any more.</summary>
    private sealed record Begin : ILocal
    {
        public static Begin Instance { get; } = new();
    }
}
