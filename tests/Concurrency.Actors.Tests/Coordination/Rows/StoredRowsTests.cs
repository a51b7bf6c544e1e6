using System.Collections.Immutable;
using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Actors.Coordination.Rows;
using Concurrency.Actors.Storage;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Tests.Coordination.Rows;

/// <summary>Rows that are in the store are read as those in memory are.</summary>
public class StoredRowsTests
{
    private static readonly JobId Job = new("job");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task They_are_the_same_rows_in_the_same_order_from_any_place(int seed)
    {
        var random = new Random(seed);
        var (log, memory) = (new Log(), new RowQueue(unread: 1 << 20, keepsRead: true));
        var stored = new StoredRows("job-job", log);
        var unit = 0L;
        for (var i = 0; i < 200; i++)
        {
            ImmutableArray<LedgerEvent> events = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Done(random, ref unit)), new LedgerEvent.Cancelled()];
            var sequence = log.Add(random.Next(5) == 0 ? new TakenOver(1, DateTimeOffset.UnixEpoch) : new JobBatch(events, DateTimeOffset.UnixEpoch, TimeSpan.Zero, []));
            if (log.Last is not JobBatch) continue;
            memory.Add(events, sequence);
            stored.Add(events, sequence);
        }

        Assert.Equal((memory.Rows, memory.Rows, 0), (stored.Rows, stored.RowsKept, stored.Bytes));
        var expected = await ReadAsync(memory);
        Assert.Equal(expected, await ReadAsync(stored));
        Assert.Equal(expected.Count, stored.Rows);
        Assert.True(stored.IsPageFull(Pull(0)));
        Assert.False(stored.IsPageFull(Pull(stored.Rows)));
        Assert.Equal(new(Job, [], [], stored.Rows + 7, End: true), (await stored.PageAsync(Pull(stored.Rows + 7), over: unit)) with { Records = [], Notices = [] });

        // As they are after a restart.
        var again = new StoredRows("job-job", log);
        again.Restore(stored.Places, new(JobStatus.Running, Reason: null, [new(0, unit)], Waiting: [], Failed: [], Chunks: 0, Retries: 0, Payload.Empty));
        Assert.Equal(expected, await ReadAsync(again));
        Assert.Equal(unit, again.Settled.FirstOpen(0));
    }

    [Fact]
    public void Where_the_rows_of_a_unit_are_is_known()
    {
        var rows = new StoredRows("job-job", new Log());
        rows.Add([Of(0, 10), Of(20, 30), Of(10, 15)], sequence: 3);
        rows.Add([new LedgerEvent.Cancelled()], sequence: 4);
        rows.Add([Of(15, 20)], sequence: 5);
        Assert.Equal([3, 5], rows.Places.Select(place => place.Sequence));
        Assert.Equal([new(0, 15), new(20, 30)], rows.Places[0].Units.AsEnumerable());
        Assert.Equal([new(15, 20)], rows.Places[1].Units.AsEnumerable());

        static LedgerEvent Of(long from, long to) => new LedgerEvent.RangeDone([new(from, to)], Payload.Empty, [new(from, Payload.Empty)], []);
    }

    [Fact]
    public async Task What_is_kept_of_the_store_in_memory_is_bounded_and_read_once()
    {
        var log = new Log();
        for (var i = 0; i < 100; i++) log.Add(new PageAdded(i, [new(new byte[1000])]));
        var cached = new CachedPages(log, limit: 20_000);
        Assert.Equal(10, (await cached.ReadAsync("job-job", 1, 10)).Count);
        Assert.Equal(10, (await cached.ReadAsync("job-job", 1, 10)).Count);
        Assert.Equal(1, log.Reads);
        await cached.ReadAsync("job-job", 11, 100);
        await cached.ReadAsync("job-job", 95, 100);
        Assert.Equal(2, log.Reads);
        await cached.ReadAsync("job-job", 1, 1);
        Assert.Equal(3, log.Reads);
        cached.Put("job-job", 101, new PageAdded(100, []));
        Assert.Single(await cached.ReadAsync("job-job", 101, 101));
        await cached.EraseAsync("job-job");
        await Assert.ThrowsAnyAsync<ArgumentException>(() => cached.ReadAsync("job-job", 101, 101));
    }

    [Fact]
    public async Task Input_is_read_back_page_by_page_and_a_page_ahead()
    {
        var log = new Log();
        var input = new StoredInput("job-job", new CachedPages(log, limit: 1 << 20));
        log.Add(new TakenOver(1, DateTimeOffset.UnixEpoch));
        foreach (var (from, to) in new[] { (0, 3), (3, 3), (3, 4), (4, 9) })
        {
            ImmutableArray<Payload> items = [.. Enumerable.Range(from, to - from).Select(Item)];
            input.Add(items);
            input.Stored(new(log.Add(new PageAdded(0, items)), items.Length));
        }

        Assert.Equal((9, 4, 0), (input.Index.Items, input.Index.Pages, input.Bytes));
        for (var from = 0; from < 9; from++)
        {
            for (var to = from + 1; to <= 9; to++)
                Assert.Equal(Enumerable.Range(from, to - from).Select(Item), await input.SliceAsync(new(from, to)));
        }

        // Each page once, but for the empty one, and what was ahead was there.
        Assert.InRange(log.Reads, 3, 4);
    }

    private static PullRows Pull(long cursor) => new(Job, cursor, "reader");

    private static Payload Item(int number) => Payload.FromText($"{number}");

    private static LedgerEvent.RangeDone Done(Random random, ref long unit)
    {
        var from = unit;
        unit += random.Next(1, 60);
        var units = Enumerable.Range(0, (int)(unit - from)).Select(i => from + i).ToList();
        return new(
            [new(from, unit)],
            Payload.Empty,
            [.. units.Where(_ => random.Next(3) > 0).Select(one => new UnitRecord(one, new(new byte[random.Next(200)])))],
            [.. units.Where(_ => random.Next(3) == 0).Select(one => new Notice(one, new(new byte[random.Next(200)])))]);
    }

    private static async Task<List<string>> ReadAsync(IJobRows rows)
    {
        var (read, cursor) = (new List<string>(), 0L);
        for (var isEnd = false; !isEnd;)
        {
            var page = await rows.PageAsync(Pull(cursor), over: 0);
            Assert.InRange(page.Records.Sum(record => record.Body.Length) + page.Notices.Sum(notice => notice.Body.Length), 0, Limits.PageBytes);
            Assert.Equal(0, page.Missed);
            Assert.Equal(page.Records.Count + page.Notices.Count, page.Next - cursor);
            read.AddRange(page.Records.Select(record => $"record {record.Unit} {record.Body.Length}").Concat(page.Notices.Select(notice => $"notice {notice.Unit} {notice.Body.Length}")).Order(StringComparer.Ordinal));
            (cursor, isEnd) = (page.Next, page.End);
        }

        return [.. read.Order(StringComparer.Ordinal)];
    }

    /// <summary>One stream.</summary>
    private sealed class Log : IStoredPages
    {
        private readonly List<IStoredEvent> _events = [];

        public int Reads { get; private set; }

        public IStoredEvent Last => _events[^1];

        public long Add(IStoredEvent happened)
        {
            _events.Add(happened);
            return _events.Count;
        }

        public Task<IReadOnlyList<IStoredEvent>> ReadAsync(string persistenceId, long from, long to)
        {
            Reads++;
            return Task.FromResult<IReadOnlyList<IStoredEvent>>(_events.GetRange((int)from - 1, (int)(to - from + 1)));
        }

        public Task ForgetAsync(string persistenceId, long before) => throw new NotSupportedException();

        public Task EraseAsync(string persistenceId)
        {
            _events.Clear();
            return Task.CompletedTask;
        }
    }
}
