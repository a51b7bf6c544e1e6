using System.Collections.Immutable;
using Concurrency.Actors.Coordination.Rows;
using Concurrency.Actors.Storage;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Ledger;
using Concurrency.Core.Units;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination.Rows;

/// <summary>Records in the order of their units, of rows in memory and of stored ones alike.</summary>
public class ListedRowsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    public static TheoryData<bool> BothKinds => [false, true];

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Whatever_the_order_of_coming_the_list_is_in_order_and_goes_up_to_the_first_gap(bool isStored)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var (rows, sequence) = (Rows(isStored, out var store), 0L);
            List<UnitRange> chunks = [];
            for (var from = 0L; from < 600; from = chunks[^1].To) chunks.Add(new(from, from + random.Next(1, 20)));
            var units = chunks[^1].To;
            var mayStart = chunks.ToArray();
            random.Shuffle(mayStart);
            var (settled, expected) = (new RangeSet(), new SortedSet<long>());
            foreach (var batch in mayStart.Chunk(3))
            {
                // Every seventh fails, and every fifth unit that is done has no record.
                var events = batch.Select(range => range.From % 7 == 0
                    ? (LedgerEvent)new LedgerEvent.UnitFailed(new(range, "no", 1))
                    : new LedgerEvent.RangeDone([range], Payload.Empty, RecordsOf(range, unit => unit % 5 != 0, bytes: 900), [])).ToList();
                foreach (var range in batch) settled.Add(range);
                foreach (var done in events.OfType<LedgerEvent.RangeDone>()) expected.UnionWith(done.Records.Select(record => record.Unit));
                Add(rows, store, ++sequence, events);

                var gap = settled.FirstMissing(0);
                Assert.Equal(expected.TakeWhile(unit => unit < gap), await ReadAsync(rows, over: null, gap));
            }

            Assert.Equal(expected, await ReadAsync(rows, over: units, units));
        }
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task When_the_job_is_over_what_never_came_is_no_gap(bool isStored)
    {
        var rows = Rows(isStored, out var store);
        Add(rows, store, 1, [Done(new(5, 8))]);
        Add(rows, store, 2, [Done(new(2, 3))]);
        var page = await rows.PageAsync(Pull(0), over: null);
        Assert.Equal((0, 0, false, true), (page.Records.Count, page.Next, page.End, page.Gap));
        page = await rows.PageAsync(Pull(0), over: 10);
        Assert.Equal([2, 5, 6, 7], page.Records.Select(record => record.Unit));
        Assert.Equal((10, true, false, 0), (page.Next, page.End, page.Gap, page.Missed));

        // Cursors that no page has named.
        page = await rows.PageAsync(Pull(6), over: 10);
        Assert.Equal([6, 7], page.Records.Select(record => record.Unit));
        foreach (var cursor in new[] { 10, 99, long.MaxValue }) Assert.True((await rows.PageAsync(Pull(cursor), over: 10)).End);
        Assert.Equal(4, (await rows.PageAsync(Pull(long.MinValue), over: 10)).Records.Count);
        Assert.True((await rows.PageAsync(Pull(long.MaxValue), over: null)).Gap);
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task What_failed_is_no_gap_until_it_is_run_again(bool isStored)
    {
        var rows = Rows(isStored, out var store);
        Add(rows, store, 1, [new LedgerEvent.UnitFailed(new(UnitRange.Of(0), "no", 1)), Done(new(1, 3))]);
        Assert.Equal(3, (await rows.PageAsync(Pull(0), over: null)).Next);
        Add(rows, store, 2, [new LedgerEvent.Retried()]);
        Assert.Equal((0, true), await rows.PageAsync(Pull(0), over: null) is var page ? (page.Next, page.Gap) : default);
        Add(rows, store, 3, [Done(new(0, 1))]);
        Assert.Equal([0, 1, 2], (await rows.PageAsync(Pull(0), over: null)).Records.Select(record => record.Unit));
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public void A_page_is_full_when_so_much_lies_before_the_gap(bool isStored)
    {
        var rows = Rows(isStored, out var store);
        rows.Read(Pull(0), Start);
        Add(rows, store, 1, [Done(new(10, 80), bytes: 1000)]);
        Assert.False(rows.IsPageFull(Pull(0)));
        Add(rows, store, 2, [Done(new(0, 10), bytes: 0)]);
        Assert.True(rows.IsPageFull(Pull(0)));
        rows.Read(Pull(30), Start);
        Assert.False(rows.IsPageFull(Pull(30)));
    }

    [Fact]
    public void A_reader_of_the_list_is_behind_for_what_it_could_have_and_not_for_what_comes_after_a_gap()
    {
        var queue = new RowQueue(unread: 1000, keepsRead: true);
        queue.Read(Pull(0), Start);
        Add(queue, null, 1, [Done(new(1, 100), bytes: 100)]);
        Assert.False(queue.HoldsUp(allowance: 0));
        Add(queue, null, 1, [Done(new(0, 1), bytes: 100)]);
        Assert.True(queue.HoldsUp(allowance: 0));
        queue.Read(Pull(97), Start);
        Assert.False(queue.HoldsUp(allowance: 0));
        Add(queue, null, 1, [Done(new(100, 103), bytes: 100)]);
        Assert.True(queue.HoldsUp(allowance: 0));

        // What was read by then is nobody's concern when the reader is gone.
        queue.Lapse(Start);
        Assert.True(queue.HoldsUp(allowance: 19_000));
        Assert.False(queue.HoldsUp(allowance: 21_000));
    }

    [Fact]
    public void What_a_reader_of_the_list_still_needs_is_not_dropped_and_who_comes_late_is_told_how_many_records_are_missing()
    {
        var queue = new RowQueue(unread: 1 << 20, keepsRead: false);
        queue.Read(Pull(0), Start);
        foreach (var range in new UnitRange[] { new(0, 2), new(4, 6), new(2, 4), new(6, 8) }) Add(queue, null, 1, [Done(range)]);
        queue.Read(Pull(4), Start);
        // The second result is not read yet, and the third came after it.
        Assert.Equal(6, queue.RowsKept);
        queue.Read(Pull(7), Start);
        Assert.Equal(2, queue.RowsKept);
        var page = queue.Page(Pull(1, "late"), over: 8);
        Assert.Equal((2, 5, 8, true), (page.Records.Count, page.Missed, page.Next, page.End));
        Assert.Equal(0, queue.Page(Pull(6), over: 8).Missed);
        queue.Read(Pull(8), Start);
        Assert.Equal((0, 0), (queue.RowsKept, queue.Bytes));
    }

    [Fact]
    public async Task Every_batch_is_read_about_once_when_results_came_nearly_in_order()
    {
        var store = new CountingStore();
        var rows = new StoredRows("job", new CachedPages(store, limit: 4 << 20));
        var chunks = Enumerable.Range(0, 2000).Select(chunk => new UnitRange(chunk * 64L, (chunk + 1) * 64L)).ToList();
        var random = new Random(5);
        foreach (var (batch, sequence) in chunks.OrderBy(range => range.From + random.Next(20 * 64)).Chunk(5).Select((batch, at) => (batch, at + 1L)))
            Add(rows, store, sequence, [.. batch.Select(range => Done(range, bytes: 100))]);

        var units = chunks.Count * 64L;
        Assert.Equal(Enumerable.Range(0, (int)units).Select(unit => (long)unit), await ReadAsync(rows, over: units, units));
        Assert.InRange(store.Events, 400, 440);
    }

    private static IJobRows Rows(bool isStored, out CountingStore? store)
    {
        store = isStored ? new() : null;
        return isStored ? new StoredRows("job", store!) : new RowQueue(unread: 1 << 20, keepsRead: true);
    }

    private static void Add(IJobRows rows, CountingStore? store, long sequence, IReadOnlyList<LedgerEvent> events)
    {
        store?.Batches.Add(new([.. events], Start, TimeSpan.Zero, []));
        rows.Add(events, sequence);
    }

    /// <summary>Pages up to one that says that there is no more, which is at the unit expected.</summary>
    private static async Task<List<long>> ReadAsync(IJobRows rows, long? over, long end)
    {
        var (units, cursor, isLast) = (new List<long>(), 0L, false);
        while (!isLast)
        {
            var page = await rows.PageAsync(Pull(cursor), over);
            units.AddRange(page.Records.Select(record => record.Unit));
            Assert.InRange(page.Records.Sum(record => record.Body.Length), 0, Limits.PageBytes);
            isLast = over is null ? page.Gap : page.End;
            Assert.True(page.Next > cursor || isLast);
            cursor = page.Next;
        }

        Assert.Equal(end, cursor);
        return units;
    }

    private static LedgerEvent.RangeDone Done(UnitRange range, int bytes = 4) => new([range], Payload.Empty, RecordsOf(range, _ => true, bytes), []);

    private static ImmutableArray<UnitRecord> RecordsOf(UnitRange range, Func<long, bool> has, int bytes) =>
        [.. Enumerable.Range(0, (int)range.Length).Select(unit => range.From + unit).Where(has).Select(unit => new UnitRecord(unit, new(new byte[bytes])))];

    private static PullRows Pull(long cursor, string reader = "reader") => new(new("job"), cursor, reader, RowView.Listed);

    private sealed class CountingStore : IStoredPages
    {
        public List<JobEvents.JobBatch> Batches { get; } = [];

        /// <summary>How many were read.</summary>
        public long Events { get; private set; }

        public Task<IReadOnlyList<IStoredEvent>> ReadAsync(string persistenceId, long from, long to)
        {
            Events += to - from + 1;
            return Task.FromResult<IReadOnlyList<IStoredEvent>>([.. Batches.GetRange((int)from - 1, (int)(to - from + 1))]);
        }

        public Task ForgetAsync(string persistenceId, long before) => throw new NotSupportedException();

        public Task EraseAsync(string persistenceId) => throw new NotSupportedException();
    }
}
