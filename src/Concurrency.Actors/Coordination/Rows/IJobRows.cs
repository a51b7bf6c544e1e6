using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Coordination.Rows;

/// <summary>The rows of a job, which are the records and notices of accepted results, and who reads them: see <see cref="RowView"/>.</summary>
internal interface IJobRows
{
    /// <summary>The units that there will be no more rows of.</summary>
    SettledUnits Settled { get; }

    /// <summary>How many rows there were.</summary>
    long Rows { get; }

    /// <summary>How many of them can be read.</summary>
    long RowsKept { get; }

    /// <summary>What is held of them in memory, in bytes.</summary>
    long Bytes { get; }

    /// <param name="sequence">The number of the batch that the events came in.</param>
    void Add(IReadOnlyList<LedgerEvent> events, long sequence);

    /// <summary>A reader asks, and has everything before its cursor.</summary>
    void Read(PullRows pull, DateTimeOffset now);

    /// <summary>Readers that have not asked since <paramref name="limit"/> are readers no more.</summary>
    /// <returns>When the reader asked that is silent for longest now, or null when there is none.</returns>
    DateTimeOffset? Lapse(DateTimeOffset limit);

    /// <summary>No more results are wanted for now: a reader is far behind, or there is none, and what nobody has read is too much.</summary>
    /// <param name="allowance">Bytes that may wait for somebody to come and read them.</param>
    bool HoldsUp(long allowance);

    /// <summary>Bytes that could be dropped.</summary>
    long Spare(bool isOver);

    /// <summary>Drops the oldest rows until no more than so many bytes are left, or none that could be dropped.</summary>
    void KeepAtMost(long bytes, bool isOver);

    /// <summary>Nobody will read any more.</summary>
    void Clear();

    /// <summary>Whether a whole page waits for a reader of a job that runs.</summary>
    bool IsPageFull(PullRows pull);

    /// <param name="over">How many units the job has, when it is over and nothing will be added any more; else null.</param>
    ValueTask<RowPage> PageAsync(PullRows pull, long? over);
}
