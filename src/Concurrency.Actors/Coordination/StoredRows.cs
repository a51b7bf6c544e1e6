using System.Collections.Immutable;
using Concurrency.Actors.Storage;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Coordination;

/// <summary>
/// Rows that are in the store, in the batches that accept them, and are read back when somebody asks. Only where they are is known here; nobody
/// is waited for, and nothing is dropped before the job is forgotten.
/// </summary>
/// <param name="stream">The job's.</param>
internal sealed class StoredRows(string stream, IStoredPages store) : IJobRows
{
    /// <summary>Batches that are read for one page: they may have a row each.</summary>
    private const int MostBatches = 256;

    private readonly List<(RowPlace Place, long End)> _batches = [];

    public long Rows => _batches.Count == 0 ? 0 : _batches[^1].End;

    public long RowsKept => Rows;

    public long Bytes => 0;

    /// <summary>Where the rows are, in order.</summary>
    public ImmutableArray<RowPlace> Places => [.. _batches.Select(batch => batch.Place)];

    public void Add(IReadOnlyList<LedgerEvent> events, long sequence)
    {
        if (RowPlace.Of(sequence, events) is { } place) Add(place);
    }

    public void Add(RowPlace place) => _batches.Add((place, Rows + place.Rows));

    public void Read(string reader, long cursor, DateTimeOffset now)
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

    public bool IsPageFull(long cursor)
    {
        var bytes = 0L;
        for (var at = After(cursor); at < _batches.Count && bytes < Limits.PageBytes; at++) bytes += BytesAfter(cursor, at);
        return bytes >= Limits.PageBytes;
    }

    public ValueTask<RowPage> PageFromAsync(JobId job, long cursor, bool isOver)
    {
        cursor = Math.Max(0, cursor);
        var (first, bytes) = (After(cursor), 0L);
        var last = first;
        for (; last < _batches.Count && last - first < MostBatches && bytes <= Limits.PageBytes; last++) bytes += BytesAfter(cursor, last);
        if (first == last) return new(new RowPage(job, [], [], cursor, isOver && cursor >= Rows));
        return new(ReadAsync(new(job, cursor, BeginOf(first), isOver ? Rows : long.MaxValue), [.. _batches.GetRange(first, last - first).Select(batch => batch.Place)]));
    }

    private async Task<RowPage> ReadAsync(Wanted wanted, IReadOnlyList<RowPlace> places)
    {
        var stored = await store.ReadAsync(stream, places[0].Sequence, places[^1].Sequence);
        var (records, notices) = (new List<UnitRecord>(), new List<Notice>());
        var (row, next, bytes) = (wanted.Begin, wanted.Cursor, 0L);
        foreach (var result in places.SelectMany(place => ResultsOf(stored, place.Sequence - places[0].Sequence)))
        {
            row += result.Records.Length + result.Notices.Length;
            if (row <= wanted.Cursor) continue;
            bytes += RowPlace.BytesOf(result);
            if (bytes > Limits.PageBytes && records.Count + notices.Count > 0) break;
            records.AddRange(result.Records);
            notices.AddRange(result.Notices);
            next = row;
        }

        return new(wanted.Job, records, notices, next, next >= wanted.End);
    }

    private IEnumerable<LedgerEvent.RangeDone> ResultsOf(IReadOnlyList<IStoredEvent> stored, long at) => at < stored.Count && stored[(int)at] is JobBatch batch
        ? batch.Events.OfType<LedgerEvent.RangeDone>()
        : throw new FormatException($"An event of {stream} with rows is missing.");

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

    private long BeginOf(int batch) => _batches[batch].End - _batches[batch].Place.Rows;

    /// <summary>What a batch has behind the cursor, as if its rows were alike.</summary>
    private long BytesAfter(long cursor, int batch)
    {
        var (place, end) = _batches[batch];
        return place.Bytes * Math.Min(place.Rows, end - cursor) / place.Rows;
    }

    /// <param name="Begin">How many rows lie before the batches that are read.</param>
    /// <param name="End">How many rows there will be in all, if that is known.</param>
    private sealed record Wanted(JobId Job, long Cursor, long Begin, long End);
}
