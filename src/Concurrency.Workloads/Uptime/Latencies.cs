using System.Collections.Immutable;
using HdrHistogram;

namespace Concurrency.Workloads.Uptime;

/// <summary>
/// How long answers took, as counts in the buckets of a high dynamic range histogram: 1 µs to 1 hour, each bucket less than 1 % wide, or
/// 1 µs. Only the buckets that hold something are kept, so a few latencies take little room, and a million take no more than some thousand
/// buckets.
/// </summary>
/// <param name="Counts">How many, by the lowest value of the bucket in microseconds.</param>
/// <param name="Longest">The longest of all, exactly; zero when there is none.</param>
public sealed record Latencies(ImmutableSortedDictionary<long, long> Counts, TimeSpan Longest)
{
    private const long MostMicroseconds = 3_600_000_000;

    private static readonly LongHistogram Scale = NewHistogram();

    public static Latencies None { get; } = new(ImmutableSortedDictionary<long, long>.Empty, TimeSpan.Zero);

    public static Latencies Of(IEnumerable<TimeSpan> latencies)
    {
        var (counts, longest) = (ImmutableSortedDictionary.CreateBuilder<long, long>(), TimeSpan.Zero);
        foreach (var latency in latencies)
        {
            var bucket = Scale.LowestEquivalentValue(Math.Clamp((long)latency.TotalMicroseconds, 1, MostMicroseconds));
            counts[bucket] = counts.GetValueOrDefault(bucket) + 1;
            if (latency > longest) longest = latency;
        }

        return new(counts.ToImmutable(), longest);
    }

    public Latencies Merge(Latencies other)
    {
        var counts = Counts.ToBuilder();
        foreach (var (bucket, count) in other.Counts) counts[bucket] = counts.GetValueOrDefault(bucket) + count;
        return new(counts.ToImmutable(), Longest > other.Longest ? Longest : other.Longest);
    }

    /// <summary>The latencies that so many percent of the answers did not exceed, within 1 % or 1 µs; null when there is none.</summary>
    public IReadOnlyList<TimeSpan>? Percentiles(params IReadOnlyList<double> percents)
    {
        if (Counts.IsEmpty) return null;
        var histogram = NewHistogram();
        foreach (var (bucket, count) in Counts) histogram.RecordValueWithCount(bucket, count);
        return [.. percents.Select(percent => TimeSpan.FromMicroseconds(histogram.GetValueAtPercentile(percent))).Select(time => time < Longest ? time : Longest)];
    }

    public bool Equals(Latencies? other) => other is not null && Longest == other.Longest && Counts.SequenceEqual(other.Counts);

    public override int GetHashCode() => HashCode.Combine(Counts.Count, Longest);

    private static LongHistogram NewHistogram() => new(lowestTrackableValue: 1, MostMicroseconds, numberOfSignificantValueDigits: 2);
}
