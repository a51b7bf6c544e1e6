using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>
/// The rows of a job, which are the records and notices of accepted results, in the order accepted, and who reads them. Rows count from 0,
/// and a cursor is how many lie before it.
/// </summary>
internal interface IJobRows
{
    /// <summary>How many rows there were.</summary>
    long Rows { get; }

    /// <summary>How many of them can be read.</summary>
    long RowsKept { get; }

    /// <summary>What is held of them in memory, in bytes.</summary>
    long Bytes { get; }

    /// <param name="sequence">The number of the batch that the events came in.</param>
    void Add(IReadOnlyList<LedgerEvent> events, long sequence);

    /// <summary>A reader has everything before the cursor.</summary>
    void Read(string reader, long cursor, DateTimeOffset now);

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

    /// <summary>Whether a whole page waits behind the cursor.</summary>
    bool IsPageFull(long cursor);

    /// <param name="isOver">Nothing will be added any more.</param>
    ValueTask<RowPage> PageFromAsync(JobId job, long cursor, bool isOver);
}
