using System.Collections.Immutable;
using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Actors.Storage;
using Concurrency.Core.Contract;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Coordination.Rows;

/// <summary>
/// Rows that are in the store, in the batches that accept them, and are read back when somebody asks. Only where they are is known here; nobody
/// is waited for, and nothing is dropped before the job is forgotten.
/// </summary>
/// <param name="stream">The job's.</param>
internal sealed class StoredRows(string stream, IStoredPages store) : IJobRows
{
    /// <summary>Batches that are read for one page: they may have a row each.</summary>
    private const int MostBatches = 256;

    /// <summary>Bytes that are read for one page, if it is more than one batch: where results came far from in order, each has a little of the page.</summary>
    private const long MostBytes = 32 * Limits.PageBytes;

    private readonly List<Batch> _batches = [];
    private readonly UnitMap<Batch> _byUnit = new();

    public SettledUnits Settled { get; } = new();

    public long Rows => _batches.Count == 0 ? 0 : _batches[^1].End;

    public long RowsKept => Rows;

    public long Bytes => 0;

    /// <summary>Where the rows are, in order.</summary>
    public ImmutableArray<RowPlace> Places => [.. _batches.Select(batch => batch.Place)];

    public void Add(IReadOnlyList<LedgerEvent> events, long sequence)
    {
        foreach (var happened in events) Settled.Add(happened);
        if (RowPlace.Of(sequence, events) is { } place) Add(place);
    }

    /// <summary>Begins with a snapshot.</summary>
    public void Restore(IEnumerable<RowPlace> places, JobSnapshot state)
    {
        foreach (var place in places) Add(place);
        Settled.Restore(state);
    }

    public void Read(PullRows pull, DateTimeOffset now)
    {
    }

    public DateTimeOffset? Lapse(DateTimeOffset limit) => null;

    public bool HoldsUp(long allowance) => false;

    public long Spare(bool isOver) => 0;

    public void KeepAtMost(long bytes, bool isOver)
    {
    }

    public void Clear()
    {
    }

    public bool IsPageFull(PullRows pull)
    {
        var bytes = 0L;
        return BytesOf(pull).Any(more => (bytes += more) >= Limits.PageBytes);
    }

    public ValueTask<RowPage> PageAsync(PullRows pull, long? over) =>
        pull.View == RowView.Listed ? ListedPageAsync(pull, RowList.Of(pull, Settled, over)) : CompletedPageAsync(pull, isOver: over is not null);

    private void Add(RowPlace place)
    {
        var batch = new Batch(place, Rows);
        _batches.Add(batch);
        foreach (var range in place.Units) _byUnit.Add(range, batch);
    }

    private ValueTask<RowPage> CompletedPageAsync(PullRows pull, bool isOver)
    {
        var cursor = Math.Max(0, pull.Cursor);
        var (first, bytes) = (After(cursor), 0L);
        var last = first;
        for (; last < _batches.Count && last - first < MostBatches && bytes <= Limits.PageBytes; last++) bytes += _batches[last].BytesAfter(cursor);
        if (first == last) return new(new RowPage(pull.Job, [], [], cursor, isOver && cursor >= Rows));
        return new(ReadAsync(pull, _batches.GetRange(first, last - first), isOver ? Rows : long.MaxValue));
    }

    /// <param name="end">How many rows there will be in all, if that is known.</param>
    private async Task<RowPage> ReadAsync(PullRows pull, IReadOnlyList<Batch> batches, long end)
    {
        var (records, notices) = (new List<UnitRecord>(), new List<Notice>());
        var cursor = Math.Max(0, pull.Cursor);
        var (row, next, bytes) = (batches[0].Begin, cursor, 0L);
        foreach (var result in await ResultsAsync(batches))
        {
            row += result.Records.Length + result.Notices.Length;
            if (row <= cursor) continue;
            bytes += RowPlace.BytesOf(result);
            if (bytes > Limits.PageBytes && next > cursor) break;
            if (pull.View == RowView.AsCompleted) records.AddRange(result.Records);
            notices.AddRange(result.Notices);
            next = row;
        }

        return new(pull.Job, records, notices, next, next >= end);
    }

    private ValueTask<RowPage> ListedPageAsync(PullRows pull, RowList list)
    {
        var (batches, to, read, bytes) = (new HashSet<Batch>(), list.To, 0L, 0L);
        foreach (var (range, batch) in PartsOf(list))
        {
            var isNew = !batches.Contains(batch);
            if (bytes > Limits.PageBytes || (isNew && batches.Count > 0 && (batches.Count == MostBatches || read + batch.Place.Bytes > MostBytes)))
            {
                to = range.From;
                break;
            }

            if (isNew) read += batch.Place.Bytes;
            batches.Add(batch);
            bytes += batch.BytesOf(range);
        }

        return batches.Count == 0
            ? new(list.PageOf(pull, [], to))
            : new(ReadAsync(pull, list, [.. batches.OrderBy(batch => batch.Begin)], to));
    }

    private async Task<RowPage> ReadAsync(PullRows pull, RowList list, IReadOnlyList<Batch> batches, long to)
    {
        var records = from result in await ResultsAsync(batches)
                      from record in result.Records
                      where record.Unit >= list.From && record.Unit < to
                      orderby record.Unit
                      select record;
        return list.PageOf(pull, records, to);
    }

    /// <summary>The results in batches, in order; batches that follow each other in the stream are read at once.</summary>
    private async Task<IEnumerable<LedgerEvent.RangeDone>> ResultsAsync(IReadOnlyList<Batch> batches)
    {
        var results = new List<LedgerEvent.RangeDone>();
        for (var (first, last) = (0, 0); first < batches.Count; first = ++last)
        {
            while (last + 1 < batches.Count && batches[last + 1].Place.Sequence == batches[last].Place.Sequence + 1) last++;
            foreach (var stored in await store.ReadAsync(stream, batches[first].Place.Sequence, batches[last].Place.Sequence))
            {
                if (stored is not JobBatch batch) throw new FormatException($"An event of {stream} with rows is missing.");
                results.AddRange(batch.Events.OfType<LedgerEvent.RangeDone>());
            }
        }

        return results;
    }

    /// <summary>Where the records of the list are, in order: units, and the batch that they are in.</summary>
    private IEnumerable<(UnitRange Range, Batch Batch)> PartsOf(RowList list) => _byUnit.From(list.From)
        .TakeWhile(part => part.Range.From < list.To)
        .Select(part => (new UnitRange(Math.Max(part.Range.From, list.From), part.Range.To), part.Value));

    /// <summary>What waits for a reader, piece by piece, in bytes.</summary>
    private IEnumerable<long> BytesOf(PullRows pull) => pull.View == RowView.Listed
        ? PartsOf(RowList.Of(pull, Settled, over: null)).Select(part => part.Batch.BytesOf(part.Range))
        : _batches.Skip(After(pull.Cursor)).Select(batch => batch.BytesAfter(pull.Cursor));

    /// <summary>The first batch that ends behind the cursor.</summary>
    private int After(long cursor)
    {
        var (low, high) = (0, _batches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_batches[middle].End <= cursor) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <param name="begin">How many rows lie before.</param>
    private sealed class Batch(RowPlace place, long begin)
    {
        private readonly long _units = place.Units.Sum(range => range.Length);

        public RowPlace Place => place;

        public long Begin => begin;

        public long End => begin + place.Rows;

        /// <summary>What lies behind the cursor, as if rows were alike.</summary>
        public long BytesAfter(long cursor) => place.Bytes * Math.Min(place.Rows, End - cursor) / place.Rows;

        /// <summary>What belongs to a part of its units, as if they were alike.</summary>
        public long BytesOf(UnitRange range) => place.Bytes * range.Length / _units;
    }
}
