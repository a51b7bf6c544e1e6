using System.Collections.Immutable;
using Concurrency.Core.Units;

namespace Concurrency.Core.Contract;

/// <summary>What a run returns, encoded. What is not handed back is done.</summary>
public sealed record ChunkOutput(Payload Partial)
{
    /// <summary>Parts of the range that are to be run again, in order and disjoint.</summary>
    public ImmutableArray<HandBack> HandBacks { get; init; } = [];

    /// <summary>Rows beside the partial, for units that are done.</summary>
    public ImmutableArray<UnitRecord> Records { get; init; } = [];

    /// <summary>Messages to cast once, when the output is accepted, for units that are done.</summary>
    public ImmutableArray<Notice> Notices { get; init; } = [];

    /// <summary>The ranges of <paramref name="chunk"/> that this output completes, in order; for an output without fault.</summary>
    public IReadOnlyList<UnitRange> DoneOf(UnitRange chunk)
    {
        if (HandBacks.IsEmpty) return [chunk];
        var (done, at) = (new List<UnitRange>(), chunk.From);
        foreach (var handBack in HandBacks)
        {
            if (handBack.Range.From > at) done.Add(new(at, handBack.Range.From));
            at = handBack.Range.To;
        }

        if (at < chunk.To) done.Add(new(at, chunk.To));
        return done;
    }

    /// <summary>One sentence on why this cannot be the output of a run of <paramref name="chunk"/>, or null.</summary>
    public string? FaultFor(UnitRange chunk)
    {
        try
        {
            return HandBackFault(chunk) ?? RecordFault(chunk) ?? SizeFault();
        }
        catch (Exception e)
        {
            // It comes from a workload's author, and may lack any of its parts.
            return $"the output cannot be read: {e.Message}";
        }
    }

    private string? HandBackFault(UnitRange chunk)
    {
        var end = chunk.From;
        foreach (var handBack in HandBacks)
        {
            if (handBack.Range.Length < 1 || handBack.Range.From < end || handBack.Range.To > chunk.To)
                return $"a hand-back of {handBack.Range} is out of order or outside of the chunk {chunk}";
            if (handBack.MaxUnits < 1) return $"a hand-back asks for chunks of {handBack.MaxUnits} units; it must be at least 1";
            if (handBack.Note.Length > Limits.NoteBytes)
                return $"a note of {handBack.Note.Length} bytes is over the limit of {Limits.NoteBytes}";
            if (!IsWait(handBack.Delay) || !IsWait(handBack.Avoid.For))
                return $"a hand-back asks to wait for {handBack.Delay} and to avoid for {handBack.Avoid.For}; both must be from 0 to {Limits.Wait.Days} days";
            end = handBack.Range.To;
        }

        return null;
    }

    private string? RecordFault(UnitRange chunk)
    {
        if (Records.IsEmpty && Notices.IsEmpty) return null;
        if (HandBacks.IsEmpty && IsInOrder(chunk, Records.Select(record => record.Unit)) && IsInOrder(chunk, Notices.Select(notice => notice.Unit))) return null;
        var (done, recorded) = (new RangeSet(), new HashSet<long>());
        foreach (var range in DoneOf(chunk)) done.Add(range);
        foreach (var record in Records)
        {
            if (!recorded.Add(record.Unit)) return $"there are two records for unit {record.Unit}";
        }

        foreach (var unit in recorded.Concat(Notices.Select(notice => notice.Unit)))
        {
            if (!chunk.Contains(unit) || !done.Contains(UnitRange.Of(unit)))
                return $"a record or notice is for unit {unit}, which the run of {chunk} did not do";
        }

        return null;
    }

    /// <summary>What runs that go from unit to unit return, which is quickly seen to be right.</summary>
    private static bool IsInOrder(UnitRange chunk, IEnumerable<long> units)
    {
        var last = chunk.From - 1;
        foreach (var unit in units)
        {
            if (unit <= last || unit >= chunk.To) return false;
            last = unit;
        }

        return true;
    }

    private string? SizeFault()
    {
        if (Partial.Length > Limits.PartialBytes)
            return $"a partial of {Partial.Length} bytes is over the limit of {Limits.PartialBytes}";
        const int perRow = 16, perBack = 64, perName = 4;
        var rest = Records.Sum(record => perRow + record.Body.Length) + Notices.Sum(notice => perRow + notice.Body.Length)
            + HandBacks.Sum(back => perBack + back.Note.Length + back.Avoid.Workers.Concat(back.Avoid.Hosts).Sum(name => perName + Utf8.Length(name)));
        return rest > Limits.PageBytes
            ? $"records, notices and hand-backs of {rest} bytes are over the limit of {Limits.PageBytes} for one chunk"
            : null;
    }

    private static bool IsWait(TimeSpan time) => time >= TimeSpan.Zero && time <= Limits.Wait;
}

/// <summary>A row about one unit, kept beside the merged partial.</summary>
public sealed record UnitRecord(long Unit, Payload Body);

/// <summary>A message about one unit, cast to the driver and to subscribers in the coordinator's process.</summary>
public sealed record Notice(long Unit, Payload Body);

/// <summary>A part of a chunk that was not done and is to be run again later, which counts as no attempt.</summary>
/// <param name="Range">Units of the chunk.</param>
/// <param name="Delay">How long to wait before the next run, from when the coordinator hears of it.</param>
public sealed record HandBack(UnitRange Range, TimeSpan Delay)
{
    /// <summary>Where the next run should rather not be.</summary>
    public Avoid Avoid { get; init; } = Avoid.Nobody;

    /// <summary>The next chunks of these units have at most so many; at least 1.</summary>
    public long MaxUnits { get; init; } = long.MaxValue;

    /// <summary>Reaches the next run of these units; at most <see cref="Limits.NoteBytes"/>.</summary>
    public Payload Note { get; init; }
}

/// <summary>Workers and hosts that should not run some units, as long as somebody else may come.</summary>
/// <param name="For">How long, from when the coordinator hears of it; then anybody may run them.</param>
public sealed record Avoid(ImmutableArray<string> Workers, ImmutableArray<string> Hosts, TimeSpan For)
{
    public static Avoid Nobody { get; } = new([], [], TimeSpan.Zero);

    public bool Covers(string worker, string host) => Workers.Contains(worker, StringComparer.Ordinal) || Hosts.Contains(host, StringComparer.Ordinal);

    public bool Equals(Avoid? other) =>
        other is not null && For == other.For && Workers.SequenceEqual(other.Workers, StringComparer.Ordinal) && Hosts.SequenceEqual(other.Hosts, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(For, Workers.Length, Hosts.Length);
}
