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
/// its units, and when it is over it only answers questions, until it is retried, deleted or forgotten. Here is what it says to drivers, in
/// <c>Job.Leases.cs</c> what it says to workers.
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
        Receive<Show>(_ => Sender.Tell(new JobDetails(_order.Summary, Unbegun(JobStatus.Running))));
        Receive<Delete>(_ => Sender.Tell(new Refused($"The job {Id} takes its input; cancel it instead.")));
        Receive<Cancel>(_ => OnCancelUncommitted());
        AnswerAll(new Refused($"The job {Id} was not committed yet."), typeof(PullProgress), typeof(PullRows), typeof(Retry));
        Receive<GiveUp>(_ => Context.Stop(Self));
    }

    private void Running()
    {
        ReceiveFromWorkers();

        Receive<Open>(OnOpen);
        Receive<Page>(page => Sender.Tell(new PageTaken(Id, page.Number)));
        Receive<Commit>(OnCommitAgain);
        Receive<PullProgress>(_ => OnPullProgress());
        Receive<PullRows>(OnPullRows);
        Receive<Show>(_ => Sender.Tell(new JobDetails(Summary(), _progress.Report())));
        Receive<Cancel>(_ => OnCancel());
        Receive<Retry>(OnRetry);
        Receive<Delete>(_ => OnDelete());

        Receive<KeepAtMost>(OnKeepAtMost);
        Receive<Allow>(OnAllow);
        Receive<Lapse>(_ => OnLapse());
        Receive<TellNews>(_ => OnTellNews());
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

    private void OnCommitAgain(Commit commit) => Sender.Tell(_input.Is(commit)
        ? new Committed(Id, _ledger.State.Terms.Units)
        : new Refused($"The job {Id} was submitted with other input: give this one a key of its own."));

    private void OnPullProgress()
    {
        if (IsOver)
        {
            Sender.Tell(_progress.Report());
            return;
        }

        _audience.Watch(Sender);
        ArmTelling();
    }

    private void OnPullRows(PullRows pull)
    {
        _rows.Read(pull.Reader, pull.Cursor, _clock.Now);
        if (!Timers.IsTimerActive(Lapse.Instance)) ArmLapse(_settings.ReaderPatience);
        _audience.Read(Sender, pull.Cursor);
        if (IsOver) _audience.TellRows(isOver: true);
        else _audience.TellFullPages();
        LookAtRows();
        ArmTelling();
    }

    private void OnLapse()
    {
        if (_rows.Lapse(_clock.Now - _settings.ReaderPatience) is { } askedAt) ArmLapse(askedAt + _settings.ReaderPatience - _clock.Now);
        LookAtRows();
        ArmTelling();
    }

    private void ArmLapse(TimeSpan wait) => Timers.StartSingleTimer(Lapse.Instance, Lapse.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));

    private void OnAllow(Allow allow)
    {
        _allowance = allow.Bytes;
        LookAtRows();
    }

    /// <summary>Rows go first; without its input a job can still be read, though not retried.</summary>
    private void OnKeepAtMost(KeepAtMost keep)
    {
        var (kept, isOver) = (_rows.RowsKept, IsOver);
        _rows.KeepAtMost(isOver ? keep.Bytes - _input.Bytes : keep.Bytes, isOver);
        if (isOver && _rows.Bytes + _input.Bytes > keep.Bytes) _input.Clear();
        if (isOver && _rows.RowsKept < kept && !_madeRoom)
        {
            _madeRoom = true;
            _log.Warning("Rows of the job {0}, which is over, are dropped to make room for those of others: more than coordinator.kept-rows are there.", Id);
        }

        LookAtRows();
        ArmTelling();
    }

    private void OnCancel()
    {
        Act(_ledger.Cancel());
        Sender.Tell(_progress.Report());
    }

    private void OnRetry(Retry retry)
    {
        if (_retries.Contains(retry.Request))
        {
            Sender.Tell(_progress.Report());
        }
        else if (!IsOver)
        {
            Sender.Tell(new Refused($"The job {Id} runs; what fails can be retried when it is over."));
        }
        else if (_ledger.State.Done.Count == _ledger.State.Terms.Units)
        {
            Sender.Tell(new Refused($"Every unit of the job {Id} is done; there is nothing to retry."));
        }
        else if (!_input.IsKept)
        {
            Sender.Tell(new Refused($"The input of the job {Id} had to make room for the rows of others; submit the job anew."));
        }
        else
        {
            _retries.Add(retry.Request);
            _ledger.Retry();
            _progress.Resume();
            LookAtRows();
            TellCoordinator();
            TellOfWork();
            Sender.Tell(_progress.Report());
        }
    }

    private void OnDelete()
    {
        if (!IsOver)
        {
            Sender.Tell(new Refused($"The job {Id} runs; cancel it before you delete it."));
            return;
        }

        Sender.Tell(new Deleted(Id));
        Withdraw(new UnknownJob(Id));
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

    /// <summary>The job is held up, or is not any more.</summary>
    private void LookAtRows()
    {
        var wasHeldUp = _isHeldUp;
        _isHeldUp = !IsOver && _rows.HoldsUp(_allowance);
        if (wasHeldUp == _isHeldUp) return;
        ArmTelling();
        if (!IsOver && !_isHeldUp) TellOfWork();
    }

    /// <summary>A page of rows that fills up slowly, and progress, are told some ten times a second.</summary>
    private void ArmTelling()
    {
        if (_hasNews) return;
        _hasNews = true;
        Timers.StartSingleTimer(TellNews.Instance, TellNews.Instance, _settings.DriverProgressInterval);
    }

    private void OnTellNews()
    {
        _hasNews = false;
        if (_audience.HasWatchers) _audience.TellProgress(_progress.Report());
        _audience.TellRows(IsOver);
        TellCoordinator();
    }

    private void TellCoordinator()
    {
        var (input, isOver) = (IsOver ? _input.Bytes : 0, IsOver);
        Context.Parent.Tell(new News(Summary(), _rows.Bytes + input, _rows.Spare(isOver) + input));
    }

    private JobSummary Summary()
    {
        var state = _ledger.State;
        return _order.Summary with
        {
            Status = state.Status,
            TakesInput = false,
            WaitsForReader = _isHeldUp,
            Units = state.Terms.Units,
            UnitsDone = IsOver ? state.Done.Count : _ledger.UnitsDoneSoFar,
            FailedUnits = state.FailedCount,
            Chunks = state.Chunks,
            Retries = state.Retries,
            Elapsed = _progress.Elapsed,
            Rows = _rows.Rows,
            RowsKept = _rows.RowsKept,
        };
    }

    private JobReport Unbegun(JobStatus status) => new(Id, status, null, 0, 0, [], 0, 0, TimeSpan.Zero, default);
}
