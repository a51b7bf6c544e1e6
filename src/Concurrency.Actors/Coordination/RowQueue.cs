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
    /// <see cref="Answer"/>. Whoever waited before is told that there is nothing yet; a question that comes late is passed over, for what
    /// it asks for is gone.
    /// </summary>
    public void Ask(IActorRef driver, long cursor)
    {
        if (cursor < _first) return;
        _isRead = true;
        for (; _first < cursor && _results.TryDequeue(out var read); _first++) _bytes -= read.Bytes;
        if (_waiting is { } other && !other.Driver.Equals(driver)) other.Driver.Tell(new RowPage(job, [], [], other.Cursor, End: false));
        _waiting = (driver, cursor);
    }

    /// <summary>Nothing will ever come: whoever waits is told that nobody knows the job.</summary>
    public void Abandon()
    {
        _waiting?.Driver.Tell(new UnknownJob(job));
        _waiting = null;
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
