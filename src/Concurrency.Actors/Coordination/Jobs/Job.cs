using Akka.Actor;
using Akka.Event;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Coordination.Rows;
using Concurrency.Actors.Driving;
using Concurrency.Actors.Storage;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.JobProtocol;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>
/// One job: it asks its ledger and does what the ledger says. First it takes its input in, page by page; once committed it leases
/// its units, and when it is over it only answers questions, until it is retried, deleted or forgotten. Here is
/// how it begins and ends, in <c>Job.Drivers.cs</c> what it says to drivers meanwhile, in <c>Job.Leases.cs</c> what it says to workers, and in
/// <c>Job.Store.cs</c> how it is stored.
/// </summary>
internal sealed partial class Job : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly EngineSettings _settings;
    private readonly SteadyClock _clock;
    private readonly IJobInput _input;
    private readonly IJobRows _rows;
    private readonly Audience _audience;
    private readonly HashSet<string> _retries = new(StringComparer.Ordinal);
    private JobOrder _order;
    private JobLedger _ledger = null!;
    private JobProgress _progress = null!;
    private long _allowance;
    private bool _isHeldUp;
    private bool _hasNews;
    private bool _madeRoom;

    public Job(JobOrder order, EngineSettings settings, SteadyClock clock, JobStream? stream)
    {
        (_order, _settings, _clock, _stream, _allowance) = (order, settings, clock, stream, settings.KeptRows);
        if (stream is null)
        {
            (_input, _rows) = (new JobInput(), new RowQueue(settings.UnreadRows, settings.KeepsReadRows));
            Become(TakingInput);
        }
        else
        {
            var name = StreamNames.Of(order.Id);
            var (input, rows) = (new StoredInput(name, stream.Store.Pages), new StoredRows(name, stream.Store.Pages));
            var pace = new SnapshotPace(stream.Store.Settings.SnapshotEvery);
            (_input, _rows, _replay) = (input, rows, new(order, settings.Rules, input, rows, pace));
            var writer = Context.ActorOf(StreamKeeper.Props(name, stream.IsNew, keepsEvents: true, stream.Store.Pages, stream.Store.NewBackoff()), "stream");
            _writer = new(name, stream, writer, input, rows, pace);
            Become(Recovering);
        }

        _audience = new(_rows, Say, _log);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="stream">Null for a job that is kept in memory.</param>
    public static Props Props(JobOrder order, EngineSettings settings, SteadyClock clock, JobStream? stream) =>
        Akka.Actor.Props.Create(() => new Job(order, settings, clock, stream));

    private JobId Id => _order.Id;

    /// <summary>It is over, and that is stored.</summary>
    private bool IsOver => _ledger.State.Status.IsOver() && _writer is null or { IsIdle: true };

    /// <summary>How many units it has, when it is over; else null.</summary>
    private long? UnitsOver => IsOver ? _ledger.State.Terms.Units : null;

    private void TakingInput()
    {
        ReceiveFromStream();
        Receive<Open>(OnOpen);
        Receive<Page>(OnPage);
        Receive<Commit>(OnCommit);
        Receive<Show>(_ => Answer(new JobDetails(_order.Summary, Unbegun(JobStatus.Running), _order.Spec.Parameters)));
        Receive<Delete>(_ => Answer(new Refused($"The job {Id} takes its input; cancel it instead.")));
        Receive<Cancel>(_ => OnCancelUncommitted());
        AnswerAll(new Refused($"The job {Id} was not committed yet."), typeof(PullProgress), typeof(PullRows), typeof(Retry));
        Receive<GiveUp>(_ => OnGiveUp());
    }

    private void Running()
    {
        ReceiveFromStream();
        ReceiveFromWorkers();
        ReceiveFromDrivers();
        Receive<ReceiveTimeout>(_ => OnUnasked());
    }

    /// <summary>Nobody's job any more. Whoever did not hear the last answer is told again.</summary>
    private void Withdrawn(object answer)
    {
        ReceiveFromStream();
        if (_ledger is not null) ReceiveFromWorkers();
        Receive<Page>(page => TellGone(new PageTaken(Id, page.Number)));
        Receive<Delete>(_ => TellGone(new Deleted(Id)));
        Receive<Cancel>(_ => TellGone(answer is Refused ? Unbegun(JobStatus.Cancelled) : answer));
        foreach (var question in new[] { typeof(Open), typeof(Commit), typeof(PullProgress), typeof(PullRows), typeof(Show), typeof(Retry) })
            Receive(question, _ => TellGone(answer));
        Receive<GiveUp>(_ => Context.Stop(Self));
    }

    private void AnswerAll(object answer, params ReadOnlySpan<Type> questions)
    {
        foreach (var question in questions) Receive(question, _ => Answer(answer));
    }

    /// <summary>Answers whoever asked, when what the answer rests on is stored.</summary>
    private void Answer(object answer) => Say(Sender, answer);

    /// <summary>Whoever waits for news of a job that crashed in memory is not left waiting.</summary>
    protected override void PostStop()
    {
        if (_stream is null) _audience.Dismiss(new UnknownJob(Id));
    }

    private void OnOpen(Open open)
    {
        if (_ledger is null) AwaitInput();
        Answer(new Opened(Id, !string.Equals(open.Request, _order.Request, StringComparison.Ordinal), _input.Index.Pages));
    }

    private void OnPage(Page page)
    {
        AwaitInput();
        if (page.Items.FirstOrDefault(item => item.Length > Limits.PageBytes) is { IsEmpty: false } item)
        {
            Answer(new Refused($"An input item has {item.Length} bytes; {Limits.PageBytes} is the most."));
        }
        else if (page.Number > _input.Index.Pages)
        {
            Answer(new Refused($"Page {page.Number} of the job {Id} came before the one that belongs ahead of it."));
        }
        else
        {
            // One that came before is passed over.
            if (page.Number == _input.Index.Pages)
            {
                _input.Add(page.Items);
                Write(new PageAdded(page.Number, [.. page.Items]));
            }

            Answer(new PageTaken(Id, page.Number));
        }
    }

    /// <summary>A driver that dies on the way leaves nothing behind.</summary>
    private void AwaitInput() => Timers.StartSingleTimer(GiveUp.Instance, GiveUp.Instance, _settings.UncommittedTime);

    private void OnGiveUp()
    {
        Context.Parent.Tell(new Gone(Id, ActorRefs.Nobody, new UnknownJob(Id)));
        Context.Stop(Self);
    }

    private void OnCancelUncommitted() =>
        Withdraw(new Refused($"The job {Id} was cancelled before it was committed."), Unbegun(JobStatus.Cancelled));

    private void OnCommit(Commit commit)
    {
        IJobPlan plan;
        try
        {
            if (!_input.Index.Is(commit))
                throw new BadJobException($"The input of the job {Id} is not what was sent last; different input may have come with one key at the same time.");
            plan = _order.Workload.Open(_order.Spec.Parameters, _input.Index.Items);
        }
        catch (Exception e)
        {
            // Whatever a workload stumbles over in what it was sent, the driver is told.
            var refused = new Refused(e is BadJobException ? e.Message : $"The {_order.Workload.Name} job cannot be opened: {e.Message}");
            Withdraw(refused, refused);
            return;
        }

        _order = _order with { KernelVersion = _order.Workload.KernelVersion };
        var terms = new JobTerms(plan.Units, plan.Traits, _order.Spec.ChunkUnits, _settings.Rules);
        BeginRunning(new(terms, plan.NewAccumulator()));
        Timers.Cancel(GiveUp.Instance);
        Become(Running);
        Write(new JobCommitted(plan.Units, commit.Items, commit.Digest, _order.KernelVersion, _clock.Now));
        Answer(new Committed(Id, plan.Units));
    }

    private void BeginRunning(JobState state)
    {
        _ledger = new(state, unchecked((ulong)Random.Shared.NextInt64()));
        _progress = new(Id, _ledger, _clock);
        _writer?.Snapshot(_ledger.Snapshot);
    }

    private void OnCommitted()
    {
        TellCoordinator();
        TellOfWork();
    }

    /// <summary>The coordinator hears of it before the driver does, who may have another question.</summary>
    /// <param name="later">What everybody is answered from here on.</param>
    /// <param name="now">What the one is answered who asked for it.</param>
    private void Withdraw(object later, object now)
    {
        _audience.Dismiss(later);
        _rows.Clear();
        _input.Clear();
        TellGone(now);
        Timers.CancelAll();
        Timers.StartSingleTimer(GiveUp.Instance, GiveUp.Instance, _settings.AnswerTimeout);
        Become(() => Withdrawn(later));
    }

    private void TellGone(object answer) => Say(Context.Parent, new Gone(Id, Sender, answer));

    private JobReport Unbegun(JobStatus status) => new(Id, status, null, 0, 0, [], 0, 0, TimeSpan.Zero, default);
}
