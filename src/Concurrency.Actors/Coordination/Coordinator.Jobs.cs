using Akka.Actor;
using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Actors.Coordination.Register;
using Concurrency.Actors.Coordination.Rows;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.JobProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;
using static Concurrency.Actors.Storage.RegisterEvents;

namespace Concurrency.Actors.Coordination;

/// <summary>How jobs begin and end, and what they say meanwhile.</summary>
internal sealed partial class Coordinator
{
    private readonly RowBudget _budget;
    private readonly Comebacks? _comebacks;

    /// <summary>Jobs that are gone because they could not be stored, with the reason. They come back as they are stored, and fail.</summary>
    private readonly Dictionary<JobId, string> _unstorable = [];

    /// <summary>Bytes of rows that nobody has read and a job may have, as the jobs know it.</summary>
    private long _allowed;

    private void ReceiveFromJobs()
    {
        Receive<Granted>(OnGranted);
        Receive<WorkReady>(OnWorkReady);
        Receive<Unneeded>(OnUnneeded);
        Receive<News>(OnNews);
        Receive<Ready>(OnReady);
        Receive<Gone>(OnGone);
        Receive<Resumed>(OnResumed);
        Receive<Unstorable>(unstorable => _unstorable[unstorable.Job] = unstorable.Reason);
        Receive<Terminated>(OnTerminated);
        Receive<StartAgain>(again => Present(again.Job));
    }

    private BoardEntry Start(JobOrder order, bool isNew)
    {
        _unstorable.Remove(order.Id, out var failure);
        var stream = _store is null ? null : new JobStream(_store, _epoch, isNew, failure);
        var actor = Context.Watch(Context.ActorOf(Job.Props(order, _settings, _clock, stream), order.Id.Value));
        return _board.Add(order.Id, actor, order.Spec.Priority, isReady: stream is null);
    }

    /// <summary>
    /// The job, unless there is none. One that is over is begun when somebody asks for it; one that did not come back from the store is begun
    /// again after a while, and is not here before.
    /// </summary>
    private BoardEntry? Present(JobId job)
    {
        if (_board.Find(job) is { } entry) return entry;
        if (_register.Find(job) is not { } order || Timers.IsTimerActive(job)) return null;
        return Start(order, isNew: false);
    }

    private void OnGranted(Granted granted)
    {
        var entry = _board.Find(granted.Job);
        if (_roster.Find(granted.Worker) is not { } member || !member.Answered(granted.Job))
        {
            foreach (var lend in granted.Leases) entry?.Actor.Tell(new NotHeld(lend.Lease));
            return;
        }

        if (entry is not null) _matchmaker.Lend(member, entry, granted);
    }

    private void OnWorkReady(WorkReady ready)
    {
        if (!_board.HasNews(ready.Job, ready.Demand, _clock.Seconds)) return;
        foreach (var member in _roster.Members) _matchmaker.Offer(member, ready.Demand.Kind);
    }

    private void OnUnneeded(Unneeded unneeded)
    {
        foreach (var lease in unneeded.Leases) _roster.Find(lease.Worker)?.Line.Tell(new Revoke(unneeded.Job, lease.Id));
    }

    private void OnNews(News news)
    {
        var (job, isOver) = (news.Summary.Job, news.Summary.Status.IsOver());
        if (_board.Find(job) is not { } entry) return;
        if (isOver) _board.Close(job);
        if (_register.Note(news.Summary, news.Stored, _clock.Now)) Write(isOver ? new JobOver(news.Summary, news.Stored, _clock.Now) : new JobResumed(job));
        ForgetSurplus();

        // One that has just begun does not know of it.
        if (_allowed != _settings.KeptRows) entry.Actor.Tell(new Allow(_allowed));
        _budget.Note(job, news.Kept, news.Spare, isOver);
        ShareRows();
    }

    private void ShareRows()
    {
        foreach (var (job, bytes) in _budget.Settle()) _board.Find(job)?.Actor.Tell(new KeepAtMost(bytes));
        if (_allowed == _budget.Allowance) return;
        _allowed = _budget.Allowance;
        foreach (var open in _board.Open) open.Actor.Tell(new Allow(_allowed));
    }

    private void OnReady(Ready ready)
    {
        _comebacks?.Back(ready.Job, _clock.Now);
        if (_board.Find(ready.Job) is { } entry)
        {
            entry.IsReady = true;
            if (_isWorking) entry.Actor.Tell(WorkersHeard.Instance);
        }

        WorkWhenGathered();
    }

    private void ForgetSurplus()
    {
        while (_register.Surplus(_clock.Now) is { } old)
        {
            Unlist(old);
            if (_board.Find(old) is { } entry) Context.Stop(entry.Actor);
            else Erase(old);
            _board.Remove(old);
        }
    }

    private void OnGone(Gone gone)
    {
        Unlist(gone.Job);
        Say(gone.Asker, gone.Answer, Self);
    }

    private void Unlist(JobId job)
    {
        if (_register.Find(job) is null) return;
        _register.Remove(job);
        _comebacks?.Forget(job);
        _unstorable.Remove(job);
        _budget.Forget(job);
        Write(new JobForgotten(job));
        ShareRows();
    }

    /// <summary>It runs again: that is in the register too before anybody is told, for a coordinator that begins only those jobs that are not over.</summary>
    private void OnResumed(Resumed resumed) => Say(resumed.Asker, resumed.Report, Self);

    /// <summary>As soon as it is stored that the job is nobody's.</summary>
    private void Erase(JobId job) => Say(_eraser, new Erase(job), Self);

    /// <summary>
    /// A job that ended by itself, or crashed. What it was offered is free; its leases are nobody's, unless it is stored: then it is begun again, and
    /// they are its own. One that is over waits for somebody to ask for it.
    /// </summary>
    private void OnTerminated(Terminated gone)
    {
        var job = new JobId(gone.ActorRef.Path.Name);
        _outage.End(Storage.StreamNames.Of(job));
        var comesBack = _store is not null && _register.Find(job) is not null;
        if (!comesBack) Unlist(job);
        _board.Remove(job);
        foreach (var member in _roster.Members)
        {
            member.Answered(job);
            foreach (var lease in member.Leases.Where(lease => lease.Job == job).ToList())
            {
                if (comesBack) member.Remove(lease.Lease, _clock.Seconds);
                else member.Line.Tell(new Revoke(job, lease.Lease));
            }

            _matchmaker.OfferAll(member);
        }

        if (comesBack && _register.IsOpen(job)) StartLater(job);
        else if (!comesBack && _store is not null) Erase(job);
        WorkWhenGathered();
    }

    private void StartLater(JobId job) => Timers.StartSingleTimer(job, new StartAgain(job), _comebacks!.Next(job, _clock.Now));
}
