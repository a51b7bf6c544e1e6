using System.Collections.Immutable;
using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Core.Contract;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Coordination.Rows;

/// <summary>
/// Rows that are kept in memory. A reader that is there is waited for; rows that some reader still has to get, and those that nobody has read
/// while the job runs, are never dropped.
/// </summary>
/// <param name="unread">Bytes by which a reader may be behind before the job is held up.</param>
/// <param name="keepsRead">Whether rows that every reader has are kept for others that may come.</param>
internal sealed class RowQueue(long unread, bool keepsRead) : IJobRows
{
    private static readonly Comparer<Result> ByEnd = Comparer<Result>.Create((a, b) => a.End.Rows.CompareTo(b.End.Rows));

    private readonly List<Result> _results = [];
    private readonly UnitMap<Result> _byUnit = new();
    private readonly RangeSet _dropped = new();
    private readonly Dictionary<(string Name, RowView View), Reader> _readers = [];
    private RowSum _first;
    private RowSum _end;
    private long _read;

    public SettledUnits Settled { get; } = new();

    public long Rows => _end.Rows;

    public long RowsKept => _end.Rows - _first.Rows;

    public long Bytes => _end.Held - _first.Held;

    public void Add(IReadOnlyList<LedgerEvent> events, long sequence)
    {
        foreach (var happened in events)
        {
            Settled.Add(happened);
            if (happened is LedgerEvent.RangeDone { Records.Length: var records, Notices.Length: var notices } done && records + notices > 0) Add(done);
        }
    }

    public void Read(PullRows pull, DateTimeOffset now)
    {
        var key = (pull.Reader, pull.View);
        if (!_readers.TryGetValue(key, out var reader)) _readers.Add(key, reader = new());
        reader.AskedAt = now;
        // A question that comes late takes nothing back.
        if (pull.View == RowView.Listed) MoveTo(reader, Math.Max(RowList.UnitOf(pull), reader.Unit));
        else reader.Rows = Math.Max(pull.Cursor, reader.Rows);
        _read = Math.Max(_read, reader.Rows);
        if (!keepsRead) Drop(After(Needed(isOver: false)));
    }

    public DateTimeOffset? Lapse(DateTimeOffset limit)
    {
        foreach (var (name, reader) in _readers)
        {
            if (reader.AskedAt <= limit) _readers.Remove(name);
        }

        return _readers.Count == 0 ? null : _readers.Values.Min(reader => reader.AskedAt);
    }

    public bool HoldsUp(long allowance) => _readers.Count == 0
        ? (_end - SumAt(_read)).Held > allowance
        : _readers.Any(reader => Waiting(reader.Value, reader.Key.View).Held > unread);

    public long Spare(bool isOver) => (SumAt(Needed(isOver)) - _first).Held;

    public void KeepAtMost(long bytes, bool isOver)
    {
        var needed = Needed(isOver);
        var drop = 0;
        while (drop < _results.Count && _results[drop].End.Rows <= needed && (drop == 0 ? Bytes : (_end - _results[drop - 1].End).Held) > bytes) drop++;
        Drop(drop);
    }

    public void Clear()
    {
        _readers.Clear();
        Drop(_results.Count);
    }

    public bool IsPageFull(PullRows pull)
    {
        if (pull.View != RowView.Listed) return (_end - SumAt(pull.Cursor)).Sent >= Limits.PageBytes;
        return _readers.TryGetValue((pull.Reader, pull.View), out var reader) && Waiting(reader, pull.View).Sent >= Limits.PageBytes;
    }

    public ValueTask<RowPage> PageAsync(PullRows pull, long? over) => new(Page(pull, over));

    public RowPage Page(PullRows pull, long? over) => pull.View == RowView.Listed ? ListedPage(pull, over) : CompletedPage(pull, over is not null);

    private RowPage CompletedPage(PullRows pull, bool isOver)
    {
        var (records, notices) = (new List<UnitRecord>(), new List<Notice>());
        var cursor = Math.Max(0, pull.Cursor);
        var at = After(cursor);
        var begin = at == 0 ? _first : _results[at - 1].End;
        var next = begin;
        for (; at < _results.Count && (next == begin || (_results[at].End - begin).Sent <= Limits.PageBytes); at++)
        {
            if (pull.View == RowView.AsCompleted) records.AddRange(_results[at].Records);
            notices.AddRange(_results[at].Notices);
            next = _results[at].End;
        }

        return new(pull.Job, records, notices, Math.Max(next.Rows, cursor), isOver && next == _end, Math.Max(0, _first.Rows - cursor));
    }

    private RowPage ListedPage(PullRows pull, long? over)
    {
        var list = RowList.Of(pull, Settled, over);
        var page = list.PageOf(pull, Listed(list.From, list.To), list.To);
        return page.Next == list.From ? page : page with { Missed = Dropped(new(list.From, page.Next)) };
    }

    /// <summary>The records of units from one to below another, in order.</summary>
    private IEnumerable<UnitRecord> Listed(long from, long to) => _byUnit.From(from)
        .TakeWhile(part => part.Range.From < to)
        .SelectMany(part => part.Value.Records.Where(record => part.Range.Contains(record.Unit)))
        .Where(record => record.Unit >= from && record.Unit < to);

    private long Dropped(UnitRange range) => range.Length - _dropped.GapsIn(range).Sum(gap => gap.Length);

    private void Add(LedgerEvent.RangeDone done)
    {
        foreach (var record in done.Records) _end += RowSum.Of(record.Body);
        foreach (var notice in done.Notices) _end += RowSum.Of(notice.Body);
        var result = new Result(done.Ranges, [.. done.Records.OrderBy(record => record.Unit)], done.Notices, _end);
        _results.Add(result);
        foreach (var range in done.Ranges) _byUnit.Add(range, result);
    }

    /// <summary>A reader of the list has what comes before the unit.</summary>
    private void MoveTo(Reader reader, long unit)
    {
        reader.Waiting = unit < reader.Counted ? reader.Waiting - SumOf(reader.Unit, unit) : default;
        (reader.Unit, reader.Counted) = (unit, Math.Max(reader.Counted, unit));
        for (var at = After(reader.Rows); at < _results.Count && _results[at].Ranges[^1].To <= unit; at++) reader.Rows = _results[at].End.Rows;
    }

    /// <summary>
    /// What the reader could have and has not. Whoever reads the list is not behind for what comes after a gap: that unit is
    /// waited for, and a job that is held up would never run it.
    /// </summary>
    private RowSum Waiting(Reader reader, RowView view)
    {
        if (view != RowView.Listed) return _end - SumAt(reader.Rows);
        var open = Settled.FirstOpen(reader.Unit);
        if (open > reader.Counted) (reader.Waiting, reader.Counted) = (reader.Waiting + SumOf(reader.Counted, open), open);
        return reader.Waiting;
    }

    private RowSum SumOf(long from, long to) => Listed(from, to).Aggregate(default(RowSum), (sum, record) => sum + RowSum.Of(record.Body));

    /// <summary>The first row that may not be dropped.</summary>
    private long Needed(bool isOver) => _readers.Count > 0 ? _readers.Values.Min(reader => reader.Rows) : isOver ? _end.Rows : _read;

    private void Drop(int results)
    {
        if (results == 0) return;
        foreach (var result in _results.Take(results))
        {
            foreach (var range in result.Ranges) _byUnit.Remove(range);
            foreach (var units in result.Recorded) _dropped.Add(units);
        }

        _first = _results[results - 1].End;
        _results.RemoveRange(0, results);
    }

    /// <summary>The first result that ends behind the cursor.</summary>
    private int After(long cursor)
    {
        var at = _results.BinarySearch(new([], [], [], new(cursor, 0, 0)), ByEnd);
        return at >= 0 ? at + 1 : ~at;
    }

    private RowSum SumAt(long cursor) => After(cursor) is var at and > 0 ? _results[at - 1].End : _first;

    /// <param name="Ranges">What was done, in order.</param>
    /// <param name="Records">In the order of their units.</param>
    /// <param name="End">The rows up to this result's last.</param>
    private sealed record Result(ImmutableArray<UnitRange> Ranges, ImmutableArray<UnitRecord> Records, ImmutableArray<Notice> Notices, RowSum End)
    {
        /// <summary>The units that there are records of.</summary>
        public IEnumerable<UnitRange> Recorded =>
            Records.Length == Ranges.Sum(range => range.Length) ? Ranges : Records.Select(record => UnitRange.Of(record.Unit));
    }

    private sealed class Reader
    {
        public DateTimeOffset AskedAt { get; set; }

        /// <summary>All rows before were received, in the order of completion.</summary>
        public long Rows { get; set; }

        /// <summary>Of the list: the records of all units before were received.</summary>
        public long Unit { get; set; }

        /// <summary>Of the list: what there is of the units from <see cref="Unit"/> to <see cref="Counted"/>.</summary>
        public RowSum Waiting { get; set; }

        public long Counted { get; set; }
    }
}
