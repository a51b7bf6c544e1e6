using Akka.Actor;
using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Actors.Coordination.Register;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Storage.RegisterEvents;

namespace Concurrency.Actors.Coordination;

/// <summary>What it says to drivers: it opens jobs, lists them, and passes on everything that is for one of them to answer.</summary>
internal sealed partial class Coordinator
{
    private readonly JobRegister _register;

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
        Receive<ListJobs>(list => Answer(_register.PageAfter(list.After, _clock.Now)));
    }

    private void OnOpen(Open open)
    {
        if (_storeFault is { } fault)
        {
            Sender.Tell(new Refused(fault));
            return;
        }

        try
        {
            Check(open);
            if (!_register.TryFind(open, out var order)) order = Begin(open);
            else if (order.Spec != open.Spec) throw new BadJobException($"The key '{open.Key}' is that of the job {order.Id}, which is another one: give this one a key of its own.");
            // Not before it is stored that the job is there.
            if (Present(order.Id) is { } entry) Say(entry.Actor, open, Sender);
        }
        catch (BadJobException e)
        {
            Answer(new Refused(e.Message));
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
        while (_register.Find(id) is not null || !Context.Child(id.Value).IsNobody());

        var order = new JobOrder(id, open.Spec, workload, open.Request, open.Key, _time.GetUtcNow());
        _register.Add(order, _register.LastNumber + 1);
        Start(order, isNew: true);
        Write(new JobOpened(_register.LastNumber, id, open.Spec, open.Request, open.Key, order.Submitted));
        return order;
    }

    private void ForwardToJob(JobId job, object message)
    {
        if (Present(job) is { } entry) entry.Actor.Forward(message);
        else if (_register.Find(job) is null) Answer(new UnknownJob(job));
    }
}
