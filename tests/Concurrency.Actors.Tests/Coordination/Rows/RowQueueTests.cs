using System.Collections.Immutable;
using Concurrency.Actors.Coordination.Rows;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination.Rows;

public class RowQueueTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private long _units;

    [Fact]
    public void Every_reader_gets_every_row_in_order_whenever_it_comes()
    {
        var queue = new RowQueue(unread: 1 << 20, keepsRead: true);
        for (var i = 0; i < 100; i++) Add(queue, rows: 1 + i % 7, bytes: 1000);
        var early = ReadAll(queue, "early");
        for (var i = 0; i < 100; i++) Add(queue, rows: 1, bytes: 1000);

        Assert.Equal(Enumerable.Range(0, (int)_units).Select(unit => (long)unit), ReadAll(queue, "late").Select(row => row.Unit));
        Assert.Equal(early.Count, early.Select(row => row.Unit).Distinct().Count());
        Assert.Equal(_units, queue.Rows);
        Assert.Equal(_units, queue.RowsKept);
    }

    [Fact]
    public void A_page_has_what_fits_and_at_least_one_result()
    {
        var queue = new RowQueue(unread: 1 << 20, keepsRead: true);
        Add(queue, rows: 1, bytes: Limits.PageBytes - 16);
        Add(queue, rows: 1, bytes: 0);
        Add(queue, rows: 3, bytes: 100);
        Assert.True(queue.IsPageFull(Pull(0)));
        Assert.False(queue.IsPageFull(Pull(1)));
        var first = Page(queue, 0);
        Assert.Equal((1, 1, false, 0), (first.Records.Count, first.Next, first.End, first.Missed));
        var second = Page(queue, first.Next);
        Assert.Equal((4, 5, true), (second.Records.Count, second.Next, second.End));
        Assert.Equal((0, 5, true), (Page(queue, 5).Records.Count, Page(queue, 5).Next, Page(queue, 5).End));
        Assert.False(queue.Page(Pull(5), over: null).End);

        // Cursors that no page has named.
        Assert.Equal((1, 1, 0), (Page(queue, -7).Records.Count, Page(queue, -7).Next, Page(queue, -7).Missed));
        Assert.Equal((0, 99, true), (Page(queue, 99).Records.Count, Page(queue, 99).Next, Page(queue, 99).End));
    }

    [Fact]
    public void Notices_are_rows_too()
    {
        var queue = new RowQueue(unread: 1 << 20, keepsRead: true);
        queue.Add(
            [
                new LedgerEvent.RangeDone([new(0, 2)], Payload.Empty, [new(1, Payload.Empty)], [new(0, Payload.Empty), new(1, Payload.Empty)]),
                new LedgerEvent.RangeDone([new(2, 3)], Payload.Empty, [], []),
            ],
            sequence: 1);
        var page = Page(queue, 0);
        Assert.Equal((1, 2, 3, true), (page.Records.Count, page.Notices.Count, page.Next, page.End));
        page = queue.Page(Pull(0) with { View = RowView.Notices }, over: 3);
        Assert.Equal((0, 2, 3, true), (page.Records.Count, page.Notices.Count, page.Next, page.End));
    }

    [Fact]
    public void What_every_reader_has_is_dropped_where_nothing_is_kept_for_others()
    {
        var queue = new RowQueue(unread: 1 << 20, keepsRead: false);
        for (var i = 0; i < 10; i++) Add(queue, rows: 1, bytes: 10);
        queue.Read(Pull(8, "fast"), Start);
        Assert.Equal(2, queue.RowsKept);
        queue.Read(Pull(0, "slow"), Start);
        Assert.Equal(8, Page(queue, 0).Missed);
        queue.Read(Pull(10, "fast"), Start);
        Assert.Equal(2, queue.RowsKept);
        queue.Read(Pull(9, "slow"), Start);
        Assert.Equal(1, queue.RowsKept);
        // A question of the fast one that was under way for long takes nothing back.
        queue.Read(Pull(8, "fast"), Start);
        queue.Read(Pull(10, "slow"), Start);
        Assert.Equal((0, 0), (queue.RowsKept, queue.Bytes));
    }

    [Fact]
    public void A_job_is_held_up_by_a_slow_reader_but_only_as_long_as_that_asks()
    {
        var queue = new RowQueue(unread: 1000, keepsRead: true);
        Add(queue, rows: 20, bytes: 10);
        Assert.False(queue.HoldsUp(allowance: 10_000));
        queue.Read(Pull(0, "slow"), Start);
        Assert.True(queue.HoldsUp(allowance: 10_000));
        queue.Read(Pull(20, "fast"), Start + TimeSpan.FromSeconds(1));
        Assert.True(queue.HoldsUp(allowance: 10_000));

        Assert.Equal(Start + TimeSpan.FromSeconds(1), queue.Lapse(limit: Start));
        Assert.False(queue.HoldsUp(allowance: 10_000));
        Assert.Null(queue.Lapse(limit: Start + TimeSpan.FromSeconds(1)));
        Assert.False(queue.HoldsUp(allowance: 0));
    }

    [Fact]
    public void A_job_that_nobody_reads_is_held_up_when_its_rows_are_too_many()
    {
        var queue = new RowQueue(unread: 1, keepsRead: true);
        Add(queue, rows: 10, bytes: 4);
        Assert.Equal(1000, queue.Bytes);
        Assert.False(queue.HoldsUp(allowance: 1000));
        Assert.True(queue.HoldsUp(allowance: 999));
        // What somebody has read waits for nobody.
        queue.Read(Pull(10, "gone"), Start);
        queue.Lapse(Start);
        Assert.False(queue.HoldsUp(allowance: 0));
    }

    [Fact]
    public void What_is_dropped_for_room_is_the_oldest_and_never_what_is_still_to_be_read()
    {
        var queue = new RowQueue(unread: 1 << 20, keepsRead: true);
        for (var i = 0; i < 10; i++) Add(queue, rows: 1, bytes: 4);

        // Nobody has read any of it, and the job runs.
        Assert.Equal(0, queue.Spare(isOver: false));
        queue.KeepAtMost(0, isOver: false);
        Assert.Equal(10, queue.RowsKept);

        queue.Read(Pull(6, "reader"), Start);
        Assert.Equal(600, queue.Spare(isOver: false));
        queue.KeepAtMost(650, isOver: false);
        Assert.Equal(6, queue.RowsKept);
        queue.KeepAtMost(0, isOver: true);
        Assert.Equal(4, queue.RowsKept);
        Assert.Equal((4, 6), (Page(queue, 0).Records.Count, Page(queue, 0).Missed));

        queue.Lapse(Start);
        Assert.Equal(400, queue.Spare(isOver: true));
        queue.KeepAtMost(0, isOver: true);
        Assert.Equal((0, 10), (queue.RowsKept, queue.Rows));
        var page = Page(queue, 3);
        Assert.Equal((7, 10, true), (page.Missed, page.Next, page.End));
    }

    private static List<UnitRecord> ReadAll(RowQueue queue, string reader)
    {
        var (rows, cursor) = (new List<UnitRecord>(), 0L);
        for (var isEnd = false; !isEnd;)
        {
            queue.Read(Pull(cursor, reader), Start);
            var page = Page(queue, cursor);
            rows.AddRange(page.Records);
            (cursor, isEnd) = (page.Next, page.End);
        }

        return rows;
    }

    private static RowPage Page(RowQueue queue, long cursor) => queue.Page(Pull(cursor), over: 1000);

    private static PullRows Pull(long cursor, string reader = "reader") => new(new("job"), cursor, reader);

    private void Add(RowQueue queue, int rows, int bytes)
    {
        ImmutableArray<UnitRecord> records = [.. Enumerable.Range(0, rows).Select(unit => new UnitRecord(_units + unit, new(new byte[bytes])))];
        queue.Add([new LedgerEvent.RangeDone([new(_units, _units += rows)], Payload.Empty, records, [])], sequence: 1);
    }
}
