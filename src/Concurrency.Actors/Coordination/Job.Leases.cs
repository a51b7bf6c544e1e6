using Akka.Actor;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.JobProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Coordination;

internal sealed partial class Job
{
    private void ReceiveFromWorkers()
    {
        Receive<Offer>(OnOffer);
        Receive<Done>(OnDone);
        Receive<Failed>(OnFailed);
        Receive<Returned>(OnReturned);
        Receive<Progress>(OnProgress);
        Receive<Lost>(OnLost);
        Receive<Held>(OnHeld);
        Receive<NotHeld>(OnNotHeld);
        Receive<Look>(OnLook);
        Receive<Wake>(_ => TellOfWork());
    }

    private void OnOffer(Offer offer)
    {
        var (leases, isIsolated) = (new List<Lend>(), false);
        while (leases.Count < offer.Room && !isIsolated && !_isHeldUp)
        {
            var applicant = new Applicant(
                offer.Worker, offer.Host, offer.AtOnce, Idle: leases.Count < offer.Idle, Vacant: offer.IsVacant && leases.Count == 0);
            if (_ledger.Grant(applicant, _clock.Now) is not { } lease) break;
            leases.Add(_order.ToLend(lease, _input));
            isIsolated = lease.IsIsolated;
        }

        var needsVacant = !_isHeldUp && _ledger.NeedsVacant(offer.Worker, offer.Host, _clock.Now);
        Sender.Tell(new Granted(Id, offer.Worker, offer.Room, leases, isIsolated, needsVacant));
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
        LookAtRows();
        Act(decision);
        _audience.TellFullPages();
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
        if (!IsOver)
        {
            if (decision.Events.Count > 0) ArmTelling();
            if (decision.Events.Any(happened => happened is not LedgerEvent.RangeDone)) TellOfWork();
            return;
        }

        if (!_progress.End()) return;
        _input.Release(_ledger.State.Done);
        LookAtRows();
        OnTellNews();
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
