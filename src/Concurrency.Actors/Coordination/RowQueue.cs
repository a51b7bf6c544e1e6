using System.Collections.Immutable;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Coordination;

/// <summary>
/// Rows that are kept in memory. A reader that is there is waited for; rows that some reader still has to get, and those that nobody has read
/// while the job runs, are never dropped.
/// </summary>
/// <param name="unread">Bytes by which a reader may be behind before the job is held up.</param>
/// <param name="keepsRead">Whether rows that every reader has are kept for others that may come.</param>
internal sealed class RowQueue(long unread, bool keepsRead) : IJobRows
{
    /// <summary>What a row takes beside its body in memory: the record, its body's array, and their headers.</summary>
    private const int PerRowHeld = 96;

    private static readonly Comparer<Result> ByEnd = Comparer<Result>.Create((a, b) => a.End.Rows.CompareTo(b.End.Rows));

    private readonly List<Result> _results = [];
    private readonly Dictionary<string, (long Cursor, DateTimeOffset AskedAt)> _readers = new(StringComparer.Ordinal);
    private Mark _first;
    private Mark _end;
    private long _read;

    public long Rows => _end.Rows;

    public long RowsKept => _end.Rows - _first.Rows;

    public long Bytes => _end.Held - _first.Held;

    public void Add(IReadOnlyList<LedgerEvent> events, long sequence)
    {
        foreach (var happened in events)
        {
            if (happened is LedgerEvent.RangeDone done) Add(done);
        }
    }

    public void Add(LedgerEvent.RangeDone done)
    {
        var rows = done.Records.Length + done.Notices.Length;
        if (rows == 0) return;
        var bodies = done.Records.Sum(record => (long)record.Body.Length) + done.Notices.Sum(notice => (long)notice.Body.Length);
        _end = new(_end.Rows + rows, _end.Sent + bodies + rows * RowPlace.PerRow, _end.Held + bodies + rows * PerRowHeld);
        _results.Add(new(done.Records, done.Notices, _end));
    }

    public void Read(string reader, long cursor, DateTimeOffset now)
    {
        // A question that comes late takes nothing back.
        cursor = Math.Max(cursor, _readers.GetValueOrDefault(reader).Cursor);
        _readers[reader] = (cursor, now);
        _read = Math.Max(_read, cursor);
        if (!keepsRead) Drop(After(Needed(isOver: false)));
    }

    public DateTimeOffset? Lapse(DateTimeOffset limit)
    {
        foreach (var (reader, (_, askedAt)) in _readers)
        {
            if (askedAt <= limit) _readers.Remove(reader);
        }

        return _readers.Count == 0 ? null : _readers.Values.Min(reader => reader.AskedAt);
    }

    public bool HoldsUp(long allowance) => _end.Held - MarkAt(Needed(isOver: false)).Held > (_readers.Count > 0 ? unread : allowance);

    public long Spare(bool isOver) => MarkAt(Needed(isOver)).Held - _first.Held;

    public void KeepAtMost(long bytes, bool isOver)
    {
        var needed = Needed(isOver);
        var drop = 0;
        while (drop < _results.Count && _results[drop].End.Rows <= needed && (drop == 0 ? Bytes : _end.Held - _results[drop - 1].End.Held) > bytes) drop++;
        Drop(drop);
    }

    public void Clear()
    {
        _readers.Clear();
        Drop(_results.Count);
    }

    public bool IsPageFull(long cursor) => _end.Sent - MarkAt(cursor).Sent >= Limits.PageBytes;

    public ValueTask<RowPage> PageFromAsync(JobId job, long cursor, bool isOver) => new(PageFrom(job, cursor, isOver));

    public RowPage PageFrom(JobId job, long cursor, bool isOver)
    {
        var (records, notices) = (new List<UnitRecord>(), new List<Notice>());
        cursor = Math.Max(0, cursor);
        var at = After(cursor);
        var begin = at == 0 ? _first : _results[at - 1].End;
        var next = begin;
        for (; at < _results.Count && (next == begin || _results[at].End.Sent - begin.Sent <= Limits.PageBytes); at++)
        {
            records.AddRange(_results[at].Records);
            notices.AddRange(_results[at].Notices);
            next = _results[at].End;
        }

        return new(job, records, notices, Math.Max(next.Rows, cursor), isOver && next == _end, Math.Max(0, _first.Rows - cursor));
    }

    /// <summary>The first row that may not be dropped.</summary>
    private long Needed(bool isOver) => _readers.Count > 0 ? _readers.Values.Min(reader => reader.Cursor) : isOver ? _end.Rows : _read;

    private void Drop(int results)
    {
        if (results == 0) return;
        _first = _results[results - 1].End;
        _results.RemoveRange(0, results);
    }

    /// <summary>The first result that ends behind the cursor.</summary>
    private int After(long cursor)
    {
        var at = _results.BinarySearch(new([], [], new(cursor, 0, 0)), ByEnd);
        return at >= 0 ? at + 1 : ~at;
    }

    private Mark MarkAt(long cursor) => After(cursor) is var at and > 0 ? _results[at - 1].End : _first;

    /// <summary>A place between two results, in what lies before it.</summary>
    private readonly record struct Mark(long Rows, long Sent, long Held);

    private readonly record struct Result(ImmutableArray<UnitRecord> Records, ImmutableArray<Notice> Notices, Mark End);
}
