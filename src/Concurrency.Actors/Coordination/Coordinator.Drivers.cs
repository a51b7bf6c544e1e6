using Akka.Actor;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.JobProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>What it says to drivers: it opens jobs, lists them, and passes on everything that is for one of them to answer.</summary>
internal sealed partial class Coordinator
{
    private readonly JobRegister _register;
    private readonly RowBudget _budget;
    private readonly TimeProvider _time;

    /// <summary>Bytes of rows that nobody has read and a job may have, as the jobs know it.</summary>
    private long _allowed;

    private void ReceiveFromDrivers()
    {
        Receive<Open>(OnOpen);
        Receive<Page>(page => ForwardToJob(page.Job, page));
        Receive<Commit>(commit => ForwardToJob(commit.Job, commit));
        Receive<PullProgress>(pull => ForwardToJob(pull.Job, pull));
        Receive<PullRows>(pull => ForwardToJob(pull.Job, pull));
        Receive<Show>(show => ForwardToJob(show.Job, show));
        Receive<Cancel>(cancel => ForwardToJob(cancel.Job, cancel));
        Receive<Retry>(retry => ForwardToJob(retry.Job, retry));
        Receive<Delete>(delete => ForwardToJob(delete.Job, delete));
        Receive<ListJobs>(list => Sender.Tell(_register.PageAfter(list.After, _clock.Now)));

        Receive<News>(OnNews);
        Receive<Gone>(gone => Unlist(gone.Job));
    }

    private void OnOpen(Open open)
    {
        try
        {
            Check(open);
            if (!_register.TryFind(open, out var order)) order = Begin(open);
            else if (order.Spec != open.Spec) throw new BadJobException($"The key '{open.Key}' is that of the job {order.Id}, which is another one: give this one a key of its own.");
            ForwardToJob(order.Id, open);
        }
        catch (BadJobException e)
        {
            Sender.Tell(new Refused(e.Message));
        }
    }

    private static void Check(Open open)
    {
        var (_, parameters, chunk, priority) = open.Spec;
        if (parameters.Length > Limits.ParametersBytes)
            throw new BadJobException($"The job's parameters have {parameters.Length} bytes; {Limits.ParametersBytes} is the most.");
        if (chunk < 1) throw new BadJobException($"The chunk size is {chunk}; it should be a whole number from 1 on.");
        if (priority is < 1 or > JobSpec.HighestPriority)
            throw new BadJobException($"The priority is {priority}; it should be a whole number from 1 to {JobSpec.HighestPriority}.");
        if (open.Key is { } key && (string.IsNullOrWhiteSpace(key) || Utf8.Length(key) > Limits.KeyBytes))
            throw new BadJobException($"The key is '{Utf8.Cut(key, Limits.KeyBytes)}'; it should be a word or more of at most {Limits.KeyBytes} bytes.");
    }

    private JobOrder Begin(Open open)
    {
        var workload = _catalog.Find(open.Spec.Workload);
        JobId id;
        do id = new($"{workload.Name}-{Random.Shared.Next():x8}");
        while (!Context.Child(id.Value).IsNobody());

        var order = new JobOrder(id, open.Spec, workload, open.Request, open.Key, _time.GetUtcNow());
        _register.Add(order);
        _board.Add(id, Context.Watch(Context.ActorOf(Job.Props(order, _settings, _clock), id.Value)), open.Spec.Priority);
        return order;
    }

    private void ForwardToJob(JobId job, object message)
    {
        if (_board.Find(job) is { } entry) entry.Actor.Forward(message);
        else Sender.Tell(new UnknownJob(job));
    }

    private void OnNews(News news)
    {
        var (job, isOver) = (news.Summary.Job, news.Summary.Status.IsOver());
        if (_board.Find(job) is not { } entry) return;
        if (isOver) _board.Close(job);
        if (_register.Note(news.Summary, _clock.Now) is { } old) Forget(old);

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

    private void Forget(JobId job)
    {
        Unlist(job);
        if (_board.Find(job) is { } entry) Context.Stop(entry.Actor);
        _board.Remove(job);
    }

    private void Unlist(JobId job)
    {
        _register.Remove(job);
        _budget.Forget(job);
        ShareRows();
    }
}
