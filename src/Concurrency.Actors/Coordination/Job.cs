using Akka.Actor;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.JobProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>
/// One job: it asks its ledger and does what the ledger says. First it takes its input in, page by page; once committed it leases
/// its units, and when it is over it only answers questions.
/// </summary>
internal sealed class Job : ReceiveActor, IWithTimers
{
    private readonly JobOrder _order;
    private readonly EngineSettings _settings;
    private readonly SteadyClock _clock;
    private readonly JobInput _input = new();
    private readonly RowQueue _rows;
    private readonly List<IActorRef> _watchers = [];
    private JobLedger _ledger = null!;
    private JobProgress _progress = null!;

    public Job(JobOrder order, EngineSettings settings, SteadyClock clock)
    {
        (_order, _settings, _clock) = (order, settings, clock);
        _rows = new(order.Id, settings.UnreadRows);
        TakingInput();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(JobOrder order, EngineSettings settings, SteadyClock clock) =>
        Akka.Actor.Props.Create(() => new Job(order, settings, clock));

    private JobId Id => _order.Id;

    private bool IsOver => _ledger.State.Status.IsOver();

    private void TakingInput()
    {
        Receive<Page>(OnPage);
        Receive<Commit>(OnCommit);
        Receive<PullProgress>(_ => Sender.Tell(new Refused($"The job {Id} was not committed.")));
        Receive<PullRows>(_ => Sender.Tell(new Refused($"The job {Id} was not committed.")));
        Receive<Cancel>(_ => OnCancelUncommitted());
    }

    private void Running()
    {
        Receive<Offer>(OnOffer);
        Receive<Done>(OnDone);
        Receive<Failed>(OnFailed);
        Receive<Returned>(OnReturned);
        Receive<Progress>(progress => _ledger.Progress(progress.Lease, progress.UnitsDone, _clock.Now));
        Receive<Lost>(lost => Act(_ledger.Lose(lost.Lease, lost.Started, lost.Reason)));
        Receive<Held>(OnHeld);
        Receive<NotHeld>(OnNotHeld);
        Receive<Look>(OnLook);
        Receive<Wake>(_ => TellOfWork());

        Receive<Page>(page => Sender.Tell(new PageTaken(Id, page.Number)));
        Receive<Commit>(_ => Sender.Tell(new Committed(Id, _ledger.State.Terms.Units)));
        Receive<PullProgress>(_ => OnPullProgress());
        Receive<TellWatchers>(_ => OnTellWatchers());
        Receive<PullRows>(OnPullRows);
        Receive<Cancel>(_ => OnCancel());
    }

    /// <summary>Whoever waits for news of a job that crashed is not left waiting.</summary>
    protected override void PostStop()
    {
        foreach (var watcher in _watchers) watcher.Tell(new UnknownJob(Id));
        _rows.Abandon();
    }

    private void OnPage(Page page)
    {
        Sender.Tell(_input.Add(page.Number, page.Items)
            ? new PageTaken(Id, page.Number)
            : new Refused($"Page {page.Number} of the job {Id} came before the one that belongs ahead of it."));
    }

    private void OnCancelUncommitted()
    {
        Sender.Tell(new JobReport(Id, JobStatus.Cancelled, null, 0, 0, [], 0, 0, TimeSpan.Zero, default));
        Context.Stop(Self);
    }

    private void OnCommit(Commit commit)
    {
        IJobPlan plan;
        try
        {
            plan = _order.Workload.Open(_order.Spec.Parameters, _input.Items);
        }
        catch (Exception e)
        {
            // Whatever a workload stumbles over in what it was sent, the driver is told, and told once.
            Sender.Tell(new Refused(e is BadJobException ? e.Message : $"The {_order.Workload.Name} job cannot be opened: {e.Message}"));
            Context.Stop(Self);
            return;
        }

        var terms = new JobTerms(plan.Units, plan.Traits, _order.Spec.ChunkUnits, _settings.Rules);
        _ledger = new(new(terms, plan.NewAccumulator()), unchecked((ulong)Random.Shared.NextInt64()));
        _progress = new(Id, _ledger, _clock);
        Become(Running);
        Sender.Tell(new Committed(Id, plan.Units));
        TellOfWork();
    }

    private void OnOffer(Offer offer)
    {
        var leases = new List<Lend>();
        while (leases.Count < offer.Room && !_rows.IsFull)
        {
            var applicant = new Applicant(offer.Worker, offer.Host, offer.AtOnce, Idle: leases.Count < offer.Idle);
            if (_ledger.Grant(applicant, _clock.Now) is not { } lease) break;
            leases.Add(_order.ToLend(lease, _input));
        }

        Sender.Tell(new Granted(Id, offer.Worker, offer.Room, leases));
        if (leases.Count < offer.Room) ArmWake();
    }

    private void OnDone(Done done)
    {
        var decision = _ledger.Done(new(done.Lease, done.Worker, done.Range, done.Output, done.Elapsed), _clock.Now);
        foreach (var counted in decision.Events.OfType<LedgerEvent.RangeDone>())
        {
            _rows.Add(counted);
            foreach (var notice in counted.Notices) Context.System.EventStream.Publish(new NoticeCast(Id, notice));
        }

        Sender.Tell(new Settled(Id, done.Lease));
        Act(decision);
        if (_rows.IsDue) _rows.Answer(IsOver);
    }

    private void OnFailed(Failed failed)
    {
        Sender.Tell(new Settled(Id, failed.Lease));
        Act(_ledger.Fail(failed.Lease, failed.Reason));
    }

    private void OnReturned(Returned returned)
    {
        _ledger.Return(returned.Lease);
        TellOfWork();
    }

    private void OnHeld(Held held)
    {
        var refused = held.Leases.Where(lease => !_ledger.Adopt(lease.Lease, held.Worker, lease.Range, _clock.Now));
        Tell([.. refused.Select(lease => new Lease(lease.Lease, held.Worker, lease.Range, []))]);
    }

    private void OnNotHeld(NotHeld notHeld)
    {
        _ledger.Return(notHeld.Lease);
        TellOfWork();
    }

    private void OnLook(Look look)
    {
        if (look.Away > TimeSpan.Zero) _ledger.Postpone(look.Away, _clock.Now);
        else Act(_ledger.Expire(_clock.Now));
    }

    private void OnCancel()
    {
        Act(_ledger.Cancel());
        Sender.Tell(_progress.Report());
    }

    private void OnPullProgress()
    {
        if (IsOver)
        {
            Sender.Tell(_progress.Report());
            return;
        }

        _watchers.Add(Sender);
        ArmTelling();
    }

    private void OnTellWatchers()
    {
        var report = _progress.Report();
        foreach (var watcher in _watchers) watcher.Tell(report);
        _watchers.Clear();
        _rows.Answer(IsOver);
    }

    private void OnPullRows(PullRows pull)
    {
        var wasFull = _rows.IsFull;
        _rows.Ask(Sender, pull.Cursor);
        if (_rows.IsDue || IsOver) _rows.Answer(IsOver);
        else ArmTelling();
        if (wasFull && !_rows.IsFull) TellOfWork();
    }

    /// <summary>A page of rows that fills up slowly, and progress, are told some ten times a second.</summary>
    private void ArmTelling()
    {
        if (!Timers.IsTimerActive(TellWatchers.Instance))
            Timers.StartSingleTimer(TellWatchers.Instance, TellWatchers.Instance, _settings.DriverProgressInterval);
    }

    private void Act(Decision decision)
    {
        Tell(decision.Revoked);
        if (!IsOver)
        {
            if (decision.Events.Any(happened => happened is not LedgerEvent.RangeDone)) TellOfWork();
            return;
        }

        if (!_progress.End()) return;
        _input.Clear();
        Context.Parent.Tell(new Over(Id));
        OnTellWatchers();
    }

    private void Tell(IReadOnlyList<Lease> unneeded)
    {
        if (unneeded.Count > 0) Context.Parent.Tell(new Unneeded(Id, unneeded));
    }

    private void TellOfWork()
    {
        if (_ledger.HasWork(_clock.Now)) Context.Parent.Tell(new WorkReady(Id, _order.ToDemand(_ledger.State.Terms.Traits)));
        else ArmWake();
    }

    private void ArmWake()
    {
        if (_ledger.NextWake(_clock.Now) is not { } wake) return;
        var wait = wake - _clock.Now;
        Timers.StartSingleTimer(Wake.Instance, Wake.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
    }
}
