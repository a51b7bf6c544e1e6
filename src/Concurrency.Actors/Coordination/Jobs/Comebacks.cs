using Concurrency.Actors.Storage;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>
/// How long to wait before a stored job is begun again that did not come back, or crashed: longer every time, until it was here for a while. It may
/// have something in it that it crashes over whenever it is back.
/// </summary>
/// <param name="enough">How long it has to be back for that to count.</param>
internal sealed class Comebacks(Func<Backoff> newBackoff, TimeSpan enough)
{
    private readonly Dictionary<JobId, (Backoff Backoff, DateTimeOffset? BackAt)> _jobs = [];

    /// <summary>The job is gone.</summary>
    /// <returns>How long to wait.</returns>
    public TimeSpan Next(JobId job, DateTimeOffset now)
    {
        var (backoff, backAt) = _jobs.TryGetValue(job, out var known) ? known : (newBackoff(), null);
        if (now - backAt > enough) backoff.Reset();
        _jobs[job] = (backoff, null);
        return backoff.Next();
    }

    /// <summary>The job is back.</summary>
    public void Back(JobId job, DateTimeOffset now)
    {
        if (_jobs.TryGetValue(job, out var known)) _jobs[job] = known with { BackAt = now };
    }

    /// <summary>Nobody wants the job back any more.</summary>
    public void Forget(JobId job) => _jobs.Remove(job);
}
