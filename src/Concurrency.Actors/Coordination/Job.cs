using Akka.Actor;
using Concurrency.Actors.Configuration;
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
    private readonly JobId _id;
    private readonly Open _open;
    private readonly IWorkload _workload;
    private readonly EngineSettings _settings;
    private readonly SteadyClock _clock;
    private readonly JobInput _input = new();
    private readonly RecordQueue _records = new();
    private readonly List<IActorRef> _watchers = [];
    private JobLedger _ledger = null!;
    private DateTimeOffset _begun;
    private TimeSpan? _elapsed;

    public Job(JobId id, Open open, IWorkload workload, EngineSettings settings, SteadyClock clock)
    {
        (_id, _open, _workload, _settings, _clock) = (id, open, workload, settings, clock);
        TakingInput();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(JobId id, Open open, IWorkload workload, EngineSettings settings, SteadyClock clock) =>
        Akka.Actor.Props.Create(() => new Job(id, open, workload, settings, clock));

    private WorkReady News =>
        new(_id, _ledger.State.Terms.Traits.Slot, _workload.Name, _workload.KernelVersion);

    private bool IsOver => _ledger.State.Status.IsOver();

    private void TakingInput()
    {
        Receive<Page>(OnPage);
        Receive<Commit>(OnCommit);
        Receive<Cancel>(_ => Context.Stop(Self));
        Receive<Look>(_ => { });
    }

    private void Committed()
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

        Receive<Commit>(_ => Sender.Tell(new Committed(_id, _ledger.State.Terms.Units)));
        Receive<PullProgress>(_ => OnPullProgress());
        Receive<TellWatchers>(_ => OnTellWatchers());
        Receive<PullRecords>(OnPullRecords);
        Receive<Cancel>(_ => OnCancel());
    }

    private void OnPage(Page page)
    {
        if (_input.Add(page.Number, page.Items)) Sender.Tell(new PageTaken(_id, page.Number));
    }

    private void OnCommit(Commit commit)
    {
        IJobPlan plan;
        try
        {
            plan = _workload.Open(_open.Spec.Parameters, _input.Items);
        }
        catch (BadJobException e)
        {
            Sender.Tell(new Refused(e.Message));
            Context.Stop(Self);
            return;
        }

        var terms = new JobTerms(plan.Units, plan.Traits, _open.Spec.ChunkUnits, _settings.Rules);
        _ledger = new(new(terms, plan.NewAccumulator()), unchecked((ulong)Random.Shared.NextInt64()));
        _begun = _clock.Now;
        Become(Committed);
        Sender.Tell(new Committed(_id, plan.Units));
        TellOfWork();
    }

    private void OnOffer(Offer offer)
    {
        var leases = new List<Lend>();
        while (leases.Count < offer.Room)
        {
            var applicant = new Applicant(offer.Worker, offer.Host, offer.Slots, Idle: leases.Count < offer.Idle);
            if (_ledger.Grant(applicant, _clock.Now) is not { } lease) break;
            leases.Add(new(
                _id,
                lease.Id,
                lease.Attempt,
                lease.Range,
                _workload.Name,
                _workload.KernelVersion,
                _open.Spec.Parameters,
                _input.Items,
                _input.Slice(lease.Range),
                lease.Standing.Note));
        }

        Sender.Tell(new Granted(_id, offer.Worker, _ledger.State.Terms.Traits.Slot, offer.Room, leases));
        if (leases.Count < offer.Room) ArmWake();
    }

    private void OnDone(Done done)
    {
        var decision = _ledger.Done(new(done.Lease, done.Worker, done.Range, done.Output, done.Elapsed), _clock.Now);
        if (decision.Events is [LedgerEvent.RangeDone, ..])
        {
            _records.Add(done.Output.Records);
            foreach (var notice in done.Output.Notices) Cast(new(_id, notice));
        }

        Sender.Tell(new Settled(_id, done.Lease));
        Act(decision);
    }

    private void OnFailed(Failed failed)
    {
        Sender.Tell(new Settled(_id, failed.Lease));
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
        if (look.Away > TimeSpan.Zero) _ledger.Postpone(look.Away);
        else Act(_ledger.Expire(_clock.Now));
    }

    private void OnCancel()
    {
        Act(_ledger.Cancel());
        Sender.Tell(Report());
    }

    private void OnPullProgress()
    {
        if (IsOver)
        {
            Sender.Tell(Report());
            return;
        }

        _watchers.Add(Sender);
        if (_watchers.Count == 1) Timers.StartSingleTimer(TellWatchers.Instance, TellWatchers.Instance, _settings.DriverProgressInterval);
    }

    private void OnTellWatchers()
    {
        var report = Report();
        foreach (var watcher in _watchers) watcher.Tell(report);
        _watchers.Clear();
    }

    private void OnPullRecords(PullRecords pull)
    {
        var (records, next, empty) = _records.Page(pull.Cursor);
        Sender.Tell(new RecordPage(_id, records, next, End: empty && IsOver));
    }

    private void Act(Decision decision)
    {
        Tell(decision.Revoked);
        if (!IsOver)
        {
            if (decision.Events.Any(happened => happened is not LedgerEvent.RangeDone)) TellOfWork();
            return;
        }

        if (_elapsed is not null) return;
        _elapsed = _clock.Now - _begun;
        Context.Parent.Tell(new Over(_id));
        OnTellWatchers();
    }

    private void Tell(IReadOnlyList<Lease> unneeded)
    {
        if (unneeded.Count > 0) Context.Parent.Tell(new Unneeded(_id, unneeded));
    }

    private void TellOfWork()
    {
        if (_ledger.HasWork(_clock.Now)) Context.Parent.Tell(News);
        else ArmWake();
    }

    private void ArmWake()
    {
        if (_ledger.NextWake(_clock.Now) is not { } wake) return;
        var wait = wake - _clock.Now;
        Timers.StartSingleTimer(Wake.Instance, Wake.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
    }

    private void Cast(NoticeCast cast)
    {
        _open.Listener.Tell(cast);
        Context.System.EventStream.Publish(cast);
    }

    private JobReport Report()
    {
        var state = _ledger.State;
        return new(
            _id,
            state.Status,
            state.Reason,
            state.Terms.Units,
            IsOver ? state.Done.Count : _ledger.UnitsDoneSoFar,
            [.. state.Failed],
            state.Chunks,
            state.Retries,
            _elapsed ?? _clock.Now - _begun,
            state.Status is JobStatus.Completed or JobStatus.CompletedWithFailures ? state.Total.Encode() : default);
    }

    private sealed record Wake : INoSerializationVerificationNeeded
    {
        public static Wake Instance { get; } = new();
    }

    private sealed record TellWatchers : INoSerializationVerificationNeeded
    {
        public static TellWatchers Instance { get; } = new();
    }
}
