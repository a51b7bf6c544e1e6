using Concurrency.Core.Contract;

namespace Concurrency.Actors.Coordination;

/// <summary>Records of accepted results, in the order accepted, until the driver has them.</summary>
internal sealed class RecordQueue
{
    private readonly Queue<UnitRecord> _records = new();
    private long _first;

    public void Add(IEnumerable<UnitRecord> records)
    {
        foreach (var record in records) _records.Enqueue(record);
    }

    /// <summary>Drops what lies before the cursor, and returns what follows, as much as a page holds.</summary>
    /// <returns>The records, the cursor behind them, and whether the queue ends there.</returns>
    public (IReadOnlyList<UnitRecord> Records, long Next, bool Empty) Page(long cursor)
    {
        while (_first < cursor && _records.TryDequeue(out _)) _first++;
        var (page, bytes) = (new List<UnitRecord>(), 0);
        foreach (var record in _records)
        {
            bytes += record.Body.Length + sizeof(long);
            if (bytes > Limits.PageBytes && page.Count > 0) break;
            page.Add(record);
        }

        return (page, _first + page.Count, page.Count == _records.Count);
    }
}
