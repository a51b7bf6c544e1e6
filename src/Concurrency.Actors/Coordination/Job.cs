using Akka.Actor;
using Akka.Event;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.JobProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>
/// One job: it asks its ledger and does what the ledger says. First it takes its input in, page by page; once committed it leases
/// its units, and when it is over it only answers questions, until it is retried, deleted or forgotten. Here is
/// how it begins and ends, in <c>Job.Drivers.cs</c> what it says to drivers meanwhile, and in <c>Job.Leases.cs</c> what it says to workers.
/// </summary>
internal sealed partial class Job : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly JobOrder _order;
    private readonly EngineSettings _settings;
    private readonly SteadyClock _clock;
    private readonly JobInput _input = new();
    private readonly RowQueue _rows;
    private readonly Audience _audience;
    private readonly HashSet<string> _retries = new(StringComparer.Ordinal);
    private JobLedger _ledger = null!;
    private JobProgress _progress = null!;
    private long _allowance;
    private bool _isHeldUp;
    private bool _hasNews;
    private bool _madeRoom;

    public Job(JobOrder order, EngineSettings settings, SteadyClock clock)
    {
        (_order, _settings, _clock, _allowance) = (order, settings, clock, settings.KeptRows);
        _rows = new(settings.UnreadRows, settings.KeepsReadRows);
        _audience = new(order.Id, _rows);
        TakingInput();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(JobOrder order, EngineSettings settings, SteadyClock clock) =>
        Akka.Actor.Props.Create(() => new Job(order, settings, clock));

    private JobId Id => _order.Id;

    private bool IsOver => _ledger.State.Status.IsOver();

    private void TakingInput()
    {
        Receive<Open>(OnOpen);
        Receive<Page>(OnPage);
        Receive<Commit>(OnCommit);
        Receive<Show>(_ => Sender.Tell(new JobDetails(_order.Summary, Unbegun(JobStatus.Running), _order.Spec.Parameters)));
        Receive<Delete>(_ => Sender.Tell(new Refused($"The job {Id} takes its input; cancel it instead.")));
        Receive<Cancel>(_ => OnCancelUncommitted());
        AnswerAll(new Refused($"The job {Id} was not committed yet."), typeof(PullProgress), typeof(PullRows), typeof(Retry));
        Receive<GiveUp>(_ => Context.Stop(Self));
    }

    private void Running()
    {
        ReceiveFromWorkers();
        ReceiveFromDrivers();
    }

    /// <summary>Nobody's job any more. Whoever did not hear the last answer is told again.</summary>
    private void Withdrawn(object answer)
    {
        if (_ledger is not null) ReceiveFromWorkers();
        Receive<Page>(page => Sender.Tell(new PageTaken(Id, page.Number)));
        Receive<Delete>(_ => Sender.Tell(new Deleted(Id)));
        Receive<Cancel>(_ => Sender.Tell(answer is Refused ? Unbegun(JobStatus.Cancelled) : answer));
        AnswerAll(answer, typeof(Open), typeof(Commit), typeof(PullProgress), typeof(PullRows), typeof(Show), typeof(Retry));
        Receive<GiveUp>(_ => Context.Stop(Self));
    }

    private void AnswerAll(object answer, params ReadOnlySpan<Type> questions)
    {
        foreach (var question in questions) Receive(question, _ => Sender.Tell(answer));
    }

    /// <summary>Whoever waits for news of a job that crashed is not left waiting.</summary>
    protected override void PostStop() => _audience.Dismiss(new UnknownJob(Id));

    private void OnOpen(Open open)
    {
        if (_ledger is null) AwaitInput();
        Sender.Tell(new Opened(Id, !string.Equals(open.Request, _order.Request, StringComparison.Ordinal), _input.Pages));
    }

    private void OnPage(Page page)
    {
        AwaitInput();
        if (page.Items.FirstOrDefault(item => item.Length > Limits.PageBytes) is { IsEmpty: false } item)
            Sender.Tell(new Refused($"An input item has {item.Length} bytes; {Limits.PageBytes} is the most."));
        else if (!_input.Add(page.Number, page.Items))
            Sender.Tell(new Refused($"Page {page.Number} of the job {Id} came before the one that belongs ahead of it."));
        else
            Sender.Tell(new PageTaken(Id, page.Number));
    }

    /// <summary>A driver that dies on the way leaves nothing behind.</summary>
    private void AwaitInput() => Timers.StartSingleTimer(GiveUp.Instance, GiveUp.Instance, _settings.UncommittedTime);

    private void OnCancelUncommitted()
    {
        Sender.Tell(Unbegun(JobStatus.Cancelled));
        Withdraw(new Refused($"The job {Id} was cancelled before it was committed."));
    }

    private void OnCommit(Commit commit)
    {
        IJobPlan plan;
        try
        {
            if (!_input.Is(commit))
                throw new BadJobException($"The input of the job {Id} is not what was sent last; different input may have come with one key at the same time.");
            plan = _order.Workload.Open(_order.Spec.Parameters, _input.Items);
        }
        catch (Exception e)
        {
            // Whatever a workload stumbles over in what it was sent, the driver is told.
            var refused = new Refused(e is BadJobException ? e.Message : $"The {_order.Workload.Name} job cannot be opened: {e.Message}");
            Sender.Tell(refused);
            Withdraw(refused);
            return;
        }

        var terms = new JobTerms(plan.Units, plan.Traits, _order.Spec.ChunkUnits, _settings.Rules);
        _ledger = new(new(terms, plan.NewAccumulator()), unchecked((ulong)Random.Shared.NextInt64()));
        _progress = new(Id, _ledger, _clock);
        Timers.Cancel(GiveUp.Instance);
        Become(Running);
        Sender.Tell(new Committed(Id, plan.Units));
        TellCoordinator();
        TellOfWork();
    }

    private void Withdraw(object answer)
    {
        _audience.Dismiss(answer);
        _rows.Clear();
        _input.Clear();
        Context.Parent.Tell(new Gone(Id));
        Timers.CancelAll();
        Timers.StartSingleTimer(GiveUp.Instance, GiveUp.Instance, _settings.AnswerTimeout);
        Become(() => Withdrawn(answer));
    }

    private JobReport Unbegun(JobStatus status) => new(Id, status, null, 0, 0, [], 0, 0, TimeSpan.Zero, default);
}
