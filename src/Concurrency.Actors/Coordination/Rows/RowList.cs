using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Core.Contract;
using Concurrency.Core.Units;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Coordination.Rows;

/// <summary>What a reader may have of a list of records in the order of their units.</summary>
/// <param name="From">The first unit.</param>
/// <param name="To">One past the last: where the job ends when it is over, else the first unit that is neither done nor failed.</param>
/// <param name="IsOver">Nothing will come of the units that nothing has come of.</param>
internal readonly record struct RowList(long From, long To, bool IsOver)
{
    /// <param name="over">How many units the job has, when it is over; else null.</param>
    public static RowList Of(PullRows pull, SettledUnits settled, long? over)
    {
        var from = UnitOf(pull);
        return new(from, over is { } units ? Math.Max(from, units) : settled.FirstOpen(from), over is not null);
    }

    /// <summary>The unit that is the cursor.</summary>
    public static long UnitOf(PullRows pull) => Math.Clamp(pull.Cursor, 0, UnitRange.MaxUnits);

    /// <summary>A page of it.</summary>
    /// <param name="records">In order, from the first unit of the list to <paramref name="to"/>.</param>
    /// <param name="to">As far as was looked, in units.</param>
    public RowPage PageOf(PullRows pull, IEnumerable<UnitRecord> records, long to)
    {
        var (page, bytes, next) = (new List<UnitRecord>(), 0L, to);
        foreach (var record in records)
        {
            bytes += RowPlace.PerRow + record.Body.Length;
            if (bytes > Limits.PageBytes && page.Count > 0)
            {
                next = record.Unit;
                break;
            }

            page.Add(record);
        }

        return new(pull.Job, page, [], next, End: IsOver && next == To) { Gap = !IsOver && next == To };
    }
}
