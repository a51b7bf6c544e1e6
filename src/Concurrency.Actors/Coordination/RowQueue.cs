using Akka.Actor;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>
/// Records and notices of accepted results, in the order accepted, until the driver has them. A driver that reads is waited for: the
/// queue is full when it is behind by too much. One that never reads is not.
/// </summary>
/// <param name="limit">Bytes that may wait for a driver that reads.</param>
internal sealed class RowQueue(JobId job, long limit)
{
    /// <summary>What a row takes beside its body.</summary>
    private const int PerRow = 16;

    private readonly Queue<(LedgerEvent.RangeDone Result, int Bytes)> _results = new();
    private long _first;
    private long _bytes;
    private bool _isRead;
    private (IActorRef Driver, long Cursor)? _waiting;

    /// <summary>No more results are wanted before the driver has read some.</summary>
    public bool IsFull => _isRead && _bytes > limit;

    public void Add(LedgerEvent.RangeDone result)
    {
        if (result.Records.IsEmpty && result.Notices.IsEmpty) return;
        var bytes = result.Records.Sum(record => PerRow + record.Body.Length) + result.Notices.Sum(notice => PerRow + notice.Body.Length);
        _results.Enqueue((result, bytes));
        _bytes += bytes;
    }

    /// <summary>
    /// A driver has everything before the cursor, and waits for what follows: it is answered when there is a page of it, or by
    /// <see cref="Answer"/>.
    /// </summary>
    public void Ask(IActorRef driver, long cursor)
    {
        _isRead = true;
        for (; _first < cursor && _results.TryDequeue(out var read); _first++) _bytes -= read.Bytes;
        _waiting = (driver, cursor);
    }

    /// <summary>Whether somebody waits, and a page is full.</summary>
    public bool IsDue => _waiting is not null && _bytes >= Limits.PageBytes;

    /// <summary>Answers whoever waits with what there is, perhaps nothing.</summary>
    /// <param name="isOver">Nothing will be added any more.</param>
    public void Answer(bool isOver)
    {
        if (_waiting is not { } waiting) return;
        _waiting = null;
        var (records, notices, next, bytes) = (new List<UnitRecord>(), new List<Notice>(), _first, 0);
        foreach (var (result, size) in _results)
        {
            bytes += size;
            if (bytes > Limits.PageBytes && next > _first) break;
            records.AddRange(result.Records);
            notices.AddRange(result.Notices);
            next++;
        }

        waiting.Driver.Tell(new RowPage(job, records, notices, next, End: isOver && next == _first + _results.Count));
    }
}
