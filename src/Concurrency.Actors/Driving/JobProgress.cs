using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Driving;

/// <summary>How far a job is, for its driver. The job's time runs from when this is made until it is ended.</summary>
public sealed class JobProgress(JobId id, JobLedger ledger, SteadyClock clock)
{
    private DateTimeOffset _begun = clock.Now;
    private TimeSpan? _elapsed;

    /// <summary>The job's time: to its end, or to now.</summary>
    public TimeSpan Elapsed => _elapsed ?? clock.Now - _begun;

    /// <summary>Stops the job's time; false when it had stopped before.</summary>
    public bool End()
    {
        if (_elapsed is not null) return false;
        _elapsed = clock.Now - _begun;
        return true;
    }

    /// <summary>The job's time goes on from where it was stopped.</summary>
    public void Resume() => (_begun, _elapsed) = (clock.Now - Elapsed, null);

    /// <summary>The job was so far at a time before this was made.</summary>
    public void Restore(DateTimeOffset at, TimeSpan elapsed) => (_begun, _elapsed) = (at - elapsed, ledger.State.Status.IsOver() ? elapsed : null);

    public JobReport Report()
    {
        var state = ledger.State;
        return new(
            id,
            state.Status,
            state.Reason is { } reason ? Utf8.Cut(reason, Limits.SentenceBytes) : null,
            state.Terms.Units,
            state.Status.IsOver() ? state.Done.Count : ledger.UnitsDoneSoFar,
            [.. state.Failed],
            state.Chunks,
            state.Retries,
            Elapsed,
            Total(state));
    }

    private static Payload Total(JobState state)
    {
        var isThere = state.Status == JobStatus.Completed || (state.Status.IsOver() && !state.Terms.Traits.RequiresAllUnits);
        if (!isThere) return default;
        try
        {
            return state.Total.Encode() is { Length: <= Limits.PartialBytes } total ? total : default;
        }
        catch (Exception)
        {
            // That it cannot be written is why the job failed, and stands in its reason.
            return default;
        }
    }
}
