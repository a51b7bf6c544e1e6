using Akka.Event;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.JobProtocol;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Coordination.Jobs;

internal sealed partial class Job
{
    private void ReceiveFromDrivers()
    {
        Receive<Open>(OnOpen);
        Receive<Page>(page => Answer(new PageTaken(Id, page.Number)));
        Receive<Commit>(OnCommitAgain);
        Receive<PullProgress>(_ => OnPullProgress());
        Receive<PullRows>(OnPullRows);
        Receive<Show>(_ => Answer(new JobDetails(Summary(), _progress.Report(), _order.Spec.Parameters)));
        Receive<Cancel>(_ => OnCancel());
        Receive<Retry>(OnRetry);
        Receive<Delete>(_ => OnDelete());

        Receive<KeepAtMost>(OnKeepAtMost);
        Receive<Allow>(OnAllow);
        Receive<Lapse>(_ => OnLapse());
        Receive<TellNews>(_ => OnTellNews());
    }

    private void OnCommitAgain(Commit commit) => Answer(_input.Index.Is(commit)
        ? new Committed(Id, _ledger.State.Terms.Units)
        : new Refused($"The job {Id} was submitted with other input: give this one a key of its own."));

    private void OnCancel()
    {
        Act(_ledger.Cancel());
        Answer(_progress.Report());
    }

    private void OnRetry(Retry retry)
    {
        if (_retries.Contains(retry.Request))
        {
            TellResumed();
        }
        else if (!IsOver)
        {
            Answer(new Refused($"The job {Id} runs; what fails can be retried when it is over."));
        }
        else if (_ledger.State.Done.Count == _ledger.State.Terms.Units)
        {
            Answer(new Refused($"Every unit of the job {Id} is done; there is nothing to retry."));
        }
        else if (!_input.IsKept)
        {
            Answer(new Refused($"The input of the job {Id} had to make room for the rows of others; submit the job anew."));
        }
        else
        {
            _retries.Add(retry.Request);
            _progress.Resume();
            Write(new JobBatch([.. _ledger.Retry().Events], _clock.Now, _progress.Elapsed, [retry.Request]));
            TellCoordinator();
            TellOfWork();
            TellResumed();
        }
    }

    private void TellResumed() => Say(Context.Parent, new Resumed(Sender, _progress.Report()));

    private void OnDelete()
    {
        if (IsOver) Withdraw(new UnknownJob(Id), new Deleted(Id));
        else Answer(new Refused($"The job {Id} runs; cancel it before you delete it."));
    }

    private void OnPullProgress()
    {
        if (IsOver)
        {
            Answer(_progress.Report());
            return;
        }

        _audience.Watch(Sender);
        ArmTelling();
    }

    private void OnPullRows(PullRows pull)
    {
        _rows.Read(pull, _clock.Now);
        if (!Timers.IsTimerActive(Lapse.Instance)) ArmLapse(_settings.ReaderPatience);
        _audience.Read(Sender, pull);
        if (IsOver) _audience.TellRows(UnitsOver);
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
        TellCoordinator();
        if (_audience.HasWatchers) _audience.TellProgress(_progress.Report());
        _audience.TellRows(UnitsOver);
    }

    /// <summary>Before drivers, who may ask it next.</summary>
    private void TellCoordinator()
    {
        var (input, isOver) = (IsOver ? _input.Bytes : 0, IsOver);
        Say(Context.Parent, new News(Summary(), _rows.Bytes + input, _rows.Spare(isOver) + input, _writer?.Bytes ?? 0));
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
}
