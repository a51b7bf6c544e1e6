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

    /// <summary>The ranges of <paramref name="chunk"/> that this output completes, in order.</summary>
    public IReadOnlyList<UnitRange> DoneOf(UnitRange chunk) =>
        HandBacks.IsEmpty ? [chunk] : chunk.Except(HandBacks.Select(handBack => handBack.Range));

    /// <summary>One sentence on why this cannot be the output of a run of <paramref name="chunk"/>, or null.</summary>
    public string? FaultFor(UnitRange chunk)
    {
        if (Partial.Length > Limits.PartialBytes)
            return $"a partial of {Partial.Length} bytes is over the limit of {Limits.PartialBytes}";
        var end = chunk.From;
        foreach (var handBack in HandBacks)
        {
            if (handBack.Range.From < end || handBack.Range.To > chunk.To)
                return $"hand-back of {handBack.Range} is out of order or outside of the chunk {chunk}";
            if (handBack.Note.Length > Limits.NoteBytes)
                return $"a note of {handBack.Note.Length} bytes is over the limit of {Limits.NoteBytes}";
            if (handBack.Delay < TimeSpan.Zero || handBack.Delay > Limits.Wait || handBack.Avoid.For < TimeSpan.Zero || handBack.Avoid.For > Limits.Wait)
                return $"a hand-back asks to wait for {handBack.Delay} and to avoid for {handBack.Avoid.For}; both must be from 0 to {Limits.Wait.Days} days";
            end = handBack.Range.To;
        }

        if (Records.IsEmpty && Notices.IsEmpty) return null;
        var done = new RangeSet();
        foreach (var range in DoneOf(chunk)) done.Add(range);
        foreach (var unit in Records.Select(record => record.Unit).Concat(Notices.Select(notice => notice.Unit)))
        {
            if (unit < 0 || !done.Contains(UnitRange.Of(unit)))
                return $"a record or notice is for unit {unit}, which the run of {chunk} did not do";
        }

        return null;
    }
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
