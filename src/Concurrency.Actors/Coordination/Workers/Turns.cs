using Concurrency.Actors.Coordination.Register;

namespace Concurrency.Actors.Coordination.Workers;

/// <summary>
/// Whose turn it is among the jobs that want slots of one kind: first the one that has had the fewest slot-seconds for its weight.
/// Start-time fair queueing (Goyal, Vin and Cheng, 1996): who newly has work starts level with whoever is served then, and has no claim
/// on the time it was not there. All times are in seconds, from any time on.
/// </summary>
internal sealed class Turns
{
    /// <summary>Slot-seconds that a job may be ahead of the next one, so that chunks which are shorter still go out together.</summary>
    private const double Quantum = 0.005;

    private readonly SortedSet<BoardEntry> _inTurn = new(Comparer<BoardEntry>.Create((a, b) => (a.Used, b.Number).CompareTo((b.Used, a.Number))));
    private readonly MeanTime _chunks = new();
    private double _level;

    /// <summary>The jobs, whose turn it is first.</summary>
    public IEnumerable<BoardEntry> InTurn(double now)
    {
        // What has grown since it was last looked at is only looked at again when it would come first.
        while (_inTurn.Min is { } first && first.UsedBy(now) > first.Used) Place(first, now);
        return _inTurn;
    }

    /// <summary>How long a chunk of the job is expected to take; zero when nobody knows.</summary>
    public double Expected(BoardEntry job) => job.Account.Chunks.Seconds ?? _chunks.Seconds ?? 0;

    /// <summary>How many chunks the first job may have before it is the other's turn; at least 1.</summary>
    public int ChunksAhead(BoardEntry first, BoardEntry other)
    {
        var slotSeconds = Math.Max(Quantum, (other.Used - first.Used) * first.Weight);
        var chunk = Expected(first) * first.Demand.Share;
        return chunk > 0 ? (int)Math.Clamp(slotSeconds / chunk, 1, int.MaxValue) : 1;
    }

    /// <summary>The job has work again.</summary>
    public void Join(BoardEntry job, double now)
    {
        _inTurn.Remove(job);
        // What was expected of leases may have been too much, so the level may be above everybody.
        var level = Math.Min(_level, _inTurn.Max?.Used ?? _level);
        job.Account.Waive(Math.Max(0, (level - job.UsedBy(now)) * job.Weight));
        job.Used = job.UsedBy(now);
        _inTurn.Add(job);
    }

    public void Leave(BoardEntry job) => _inTurn.Remove(job);

    /// <summary>A worker gets a lease of the job.</summary>
    public void Lend(BoardEntry job, Outstanding lease, double now)
    {
        _level = Math.Max(_level, job.Used);
        job.Account.Lend(lease);
        Place(job, now);
    }

    /// <summary>A lease of the job is over that took so many slot-seconds.</summary>
    public void Settle(BoardEntry job, Outstanding lease, double slotSeconds, double now)
    {
        job.Account.Settle(lease, slotSeconds);
        Place(job, now);
    }

    /// <summary>A chunk of the job took so long.</summary>
    public void Ran(BoardEntry job, TimeSpan elapsed)
    {
        job.Account.Chunks.Add(elapsed);
        _chunks.Add(elapsed);
    }

    private void Place(BoardEntry job, double now)
    {
        var isIn = _inTurn.Remove(job);
        job.Used = job.UsedBy(now);
        if (isIn) _inTurn.Add(job);
    }
}
