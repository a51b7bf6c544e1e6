using Akka.Actor;
using Akka.Event;
using Concurrency.Core;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.JobProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Coordination.Jobs;

internal sealed partial class Job
{
    private void ReceiveFromWorkers()
    {
        Receive<Offer>(OnOffer);
        Receive<Sliced>(OnSliced);
        Receive<NotSliced>(OnNotSliced);
        Receive<Done>(OnDone);
        Receive<Failed>(OnFailed);
        Receive<Returned>(OnReturned);
        Receive<Progress>(OnProgress);
        Receive<Lost>(OnLost);
        Receive<Held>(OnHeld);
        Receive<WorkersHeard>(_ => OnWorkersHeard());
        Receive<NotHeld>(OnNotHeld);
        Receive<Look>(OnLook);
        Receive<Wake>(_ => TellOfWork());
    }

    /// <summary>
    /// Nothing is leased while rows wait for a reader or decisions for the store, and not before workers have had the time to say what they hold
    /// of a job that is back.
    /// </summary>
    private bool MayLease => !_isHeldUp && _writer is not { IsBehind: true } && _clock.Now >= _adoptsUntil;

    private void OnOffer(Offer offer)
    {
        var (leases, isIsolated, mayLease) = (new List<Lease>(), false, MayLease);
        while (leases.Count < offer.Room && !isIsolated && mayLease)
        {
            var applicant = new Applicant(
                offer.Worker, offer.Host, offer.AtOnce, Idle: leases.Count < offer.Idle, Vacant: offer.IsVacant && leases.Count == 0);
            if (_ledger.Grant(applicant, _clock.Now) is not { } lease) break;
            leases.Add(lease);
            isIsolated = lease.IsIsolated;
        }

        var needsVacant = mayLease && _ledger.NeedsVacant(offer.Worker, offer.Host, _clock.Now);
        if (leases.Count < offer.Room) ArmWake();
        Slice(new(Id, offer.Worker, offer.Room, [], isIsolated, needsVacant), leases);
    }

    /// <summary>Has the leases' items at once, or as soon as they are read.</summary>
    private void Slice(Granted answer, List<Lease> leases)
    {
        if (leases.Count == 0 || _input.Index.Items == 0)
        {
            Context.Parent.Tell(answer with { Leases = [.. leases.Select(lease => _order.ToLend(lease, jobItems: 0, []))] });
            return;
        }

        ValueTask<IReadOnlyList<Payload>>[] items = [.. leases.Select(lease => _input.SliceAsync(lease.Range))];
        if (Array.TrueForAll(items, slice => slice.IsCompletedSuccessfully)) OnSliced(new(answer, leases, [.. items.Select(slice => slice.Result)]));
        else _ = Task.WhenAll(items.Select(slice => slice.AsTask())).PipeTo(Self, Self, read => new Sliced(answer, leases, read), e => new NotSliced(answer, leases, e));
    }

    /// <summary>A lease that was called back meanwhile does not go out any more.</summary>
    private void OnSliced(Sliced sliced)
    {
        var lends = sliced.Leases.Zip(sliced.Items, (lease, items) => (Lease: lease, Items: items))
            .Where(pair => _ledger.Holds(pair.Lease.Id))
            .Select(pair => _order.ToLend(pair.Lease, _input.Index.Items, pair.Items));
        Context.Parent.Tell(sliced.Answer with { Leases = [.. lends] });
    }

    /// <summary>The worker is offered again in a moment, unless the input is gone for good.</summary>
    private void OnNotSliced(NotSliced not)
    {
        _log.Warning("Input of the job {0} cannot be read: {1}", Id, not.Cause.Message);
        foreach (var lease in not.Leases) _ledger.Return(lease.Id);
        if (not.Cause is Storage.StoreException { IsDamage: true } damage) Act(_ledger.Abandon($"its input cannot be read: {damage.Message}"));
        Context.Parent.Tell(not.Answer);
    }

    private void OnDone(Done done)
    {
        Act(_ledger.Done(new(done.Lease, done.Worker, done.Range, done.Output, done.Elapsed), _clock.Now));
        Answer(new Settled(Id, done.Lease));
    }

    private void OnFailed(Failed failed)
    {
        Act(_ledger.Fail(failed.Lease, failed.Reason));
        Answer(new Settled(Id, failed.Lease));
    }

    private void OnReturned(Returned returned)
    {
        _ledger.Return(returned.Lease);
        TellOfWork();
    }

    private void OnProgress(Progress progress)
    {
        _ledger.Progress(progress.Lease, progress.UnitsDone, _clock.Now);
        if (!IsOver) ArmTelling();
    }

    private void OnLost(Lost lost)
    {
        var decision = _ledger.Lose(lost.Begun, lost.Waiting, lost.Reason);
        Act(decision);
        if (decision.Events.Count == 0) TellOfWork();
    }

    private void OnHeld(Held held) => Act(_ledger.Adopt(held.Worker, held.Leases, _clock.Now));

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

    private void Act(Decision decision)
    {
        Tell(decision.Revoked);
        if (decision.Events.Count == 0) return;
        var isEnd = _ledger.State.Status.IsOver() && _progress.End();
        Write(new JobBatch([.. decision.Events], _clock.Now, _progress.Elapsed, []));
        if (!isEnd && decision.Events.Any(happened => happened is not LedgerEvent.RangeDone)) TellOfWork();
    }

    /// <summary>It is stored, and so is whatever happened before it.</summary>
    private void OnHappened(IReadOnlyList<LedgerEvent> events, long sequence)
    {
        _rows.Add(events, sequence);
        foreach (var happened in events)
        {
            if (happened is not LedgerEvent.RangeDone done) continue;
            foreach (var notice in done.Notices) Context.System.EventStream.Publish(new NoticeCast(Id, notice));
        }

        LookAtRows();
        if (IsOver)
        {
            _input.Release(_ledger.State.Done);
            LookAtRows();
            OnTellNews();
        }
        else
        {
            ArmTelling();
            _audience.TellFullPages();
        }
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

    /// <summary>To itself: the items of these leases are read.</summary>
    /// <param name="Answer">To the coordinator, once the leases are in it.</param>
    private sealed record Sliced(Granted Answer, IReadOnlyList<Lease> Leases, IReadOnlyList<IReadOnlyList<Payload>> Items) : ILocal;

    /// <summary>To itself: the items of these leases cannot be read.</summary>
    /// <param name="Answer">To the coordinator, without a lease.</param>
    private sealed record NotSliced(Granted Answer, IReadOnlyList<Lease> Leases, Exception Cause) : ILocal;
}
