using Akka.Actor;
using Concurrency.Actors.Wire;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.WorkerProtocol;
using static Concurrency.Actors.Workers.ExecutorProtocol;

namespace Concurrency.Actors.Workers;

/// <summary>
/// What a worker tells the coordinator of its leases: outcomes until they are settled, and how far runs are. Between processes, outcomes that
/// may wait are told together: while more leases wait here for a slot than outcomes for being told, no slot will stand idle for it.
/// </summary>
/// <param name="isRemote">The coordinator lives elsewhere, so that what is said to it is better said in few messages.</param>
internal sealed class Reports(WorkerId id, LeaseDesk desk, IActorRef coordinator, bool isRemote)
{
    /// <summary>How long an outcome may wait for others: what the scheduler can do at its best.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMilliseconds(10);

    private const int Most = 32;

    private readonly Bundler _waiting = new();

    /// <summary>What came of the run, as the coordinator is told.</summary>
    public ILeaseReport Of(Lend lend, Ran ran) =>
        // Looked at here already, because an output that breaks the rules may not even fit the wire.
        (ran.Output is null ? "the run returned nothing" : ran.Output.FaultFor(lend.Range)) is { } fault
            ? Failure(lend, fault, ran.Elapsed)
            : new Done(lend.Job, lend.Lease, id, lend.Attempt, lend.Range, ran.Output!, ran.Elapsed);

    public Failed Failure(Lend lend, string? reason, TimeSpan elapsed) =>
        new(lend.Job, lend.Lease, id, lend.Attempt, Utf8.Cut(reason ?? "no reason was given", Limits.ReasonBytes), elapsed);

    public void TellFailure(Lend lend, string? reason) => coordinator.Tell(Failure(lend, reason, TimeSpan.Zero));

    /// <summary>The lease was not run to its end, and nothing of it is left here.</summary>
    public void TellReturned(JobId job, LeaseId lease) => coordinator.Tell(new Returned(job, lease, id));

    /// <returns>Whether outcomes begin to wait now, and are to be told <see cref="Within"/> a moment.</returns>
    public bool Tell(ILeaseReport outcome)
    {
        if (!_waiting.HasRoomFor(outcome)) Flush();
        _waiting.Add(outcome);
        if (isRemote && _waiting.Count < desk.WaitingCount && _waiting.Count < Most) return _waiting.Count == 1;
        Flush();
        return false;
    }

    /// <summary>Tells what waits.</summary>
    public void Flush()
    {
        if (_waiting.Take() is { } message) coordinator.Tell(message);
    }

    /// <summary>Tells every outcome that is not settled.</summary>
    public void TellAgain()
    {
        _waiting.Take();
        foreach (var entry in desk.All.Where(entry => entry.Outcome is not null)) coordinator.Tell(entry.Outcome);
    }

    public void TellProgress()
    {
        foreach (var entry in desk.Running)
        {
            var done = entry.Chunk!.UnitsDone;
            if (done == entry.UnitsTold) continue;
            entry.UnitsTold = done;
            coordinator.Tell(new Progress(entry.Lend.Job, entry.Lend.Lease, id, entry.Lend.Attempt, done));
        }
    }
}
