using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Coordination.Rows;

/// <summary>
/// Shares the bytes in which rows are kept among all jobs. When they are not enough, those that were over first give theirs up first, then
/// those that run give up what was read; and of those that run, whoever has more that nobody read than an equal share waits for a reader.
/// </summary>
internal sealed class RowBudget
{
    private readonly long _limit;
    private readonly Dictionary<JobId, Share> _running = [];
    private readonly Dictionary<JobId, LinkedListNode<Share>> _over = [];
    private readonly LinkedList<Share> _overInOrder = [];
    private long _total;

    /// <param name="limit">In bytes.</param>
    public RowBudget(long limit) => _limit = Allowance = limit;

    /// <summary>Bytes of rows that a job may have which nobody has read.</summary>
    public long Allowance { get; private set; }

    /// <summary>Notes what a job has.</summary>
    /// <param name="spare">How much of it could be dropped.</param>
    public void Note(JobId job, long kept, long spare, bool isOver)
    {
        var share = new Share(job, kept, spare);
        if (isOver && _over.TryGetValue(job, out var node))
        {
            _total += kept - node.Value.Kept;
            node.Value = share;
            return;
        }

        Forget(job);
        _total += kept;
        if (isOver) _over[job] = _overInOrder.AddLast(share);
        else _running[job] = share;
    }

    public void Forget(JobId job)
    {
        if (_running.Remove(job, out var share)) _total -= share.Kept;
        if (!_over.Remove(job, out var node)) return;
        _total -= node.Value.Kept;
        _overInOrder.Remove(node);
    }

    /// <summary>Sees to it that no more is kept than may be.</summary>
    /// <returns>Jobs that are to keep at most so many bytes. Until they tell that they do, they may be named again.</returns>
    public IReadOnlyList<(JobId Job, long Bytes)> Settle()
    {
        var excess = _total - _limit;
        var cuts = new List<(JobId, long)>();
        for (var node = _overInOrder.First; node is not null && excess > 0; node = node.Next) Cut(node.Value);
        foreach (var share in excess > 0 ? [.. _running.Values] : Array.Empty<Share>()) Cut(share);

        Allowance = excess > 0 ? _limit / Math.Max(1, _running.Values.Count(share => share.Kept > share.Spare)) : _limit;
        return cuts;

        void Cut(Share share)
        {
            if (excess <= 0 || share.Spare == 0) return;
            var cut = Math.Min(share.Spare, excess);
            cuts.Add((share.Job, share.Kept - cut));
            excess -= cut;
        }
    }

    private sealed record Share(JobId Job, long Kept, long Spare);
}
