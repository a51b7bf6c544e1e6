using System.Collections.Immutable;
using HdrHistogram;

namespace Concurrency.Workloads.Uptime;

/// <summary>A bucket of latencies.</summary>
/// <param name="Lowest">The lowest value of the bucket, in microseconds.</param>
/// <param name="Count">How many are in it; at least 1.</param>
public readonly record struct LatencyBucket(long Lowest, long Count);

/// <summary>
/// How long answers took, as counts in the buckets of a high dynamic range histogram: 1 µs to 1 hour, each bucket less than 1 % wide, or
/// 1 µs. Only the buckets that hold something are kept, so a few latencies take little room, and a million take no more than some thousand
/// buckets.
/// </summary>
/// <param name="Buckets">In order, each once.</param>
/// <param name="Longest">The longest of all, exactly; zero when there is none.</param>
public sealed record Latencies(ImmutableArray<LatencyBucket> Buckets, TimeSpan Longest)
{
    private const long MostMicroseconds = 3_600_000_000;

    private static readonly LongHistogram Scale = NewHistogram();

    public static Latencies None { get; } = new([], TimeSpan.Zero);

    /// <summary>How many in all.</summary>
    public long Count => Buckets.Sum(bucket => bucket.Count);

    public static Latencies Of(IEnumerable<TimeSpan> latencies)
    {
        var (lowest, longest) = (new List<long>(), TimeSpan.Zero);
        foreach (var latency in latencies)
        {
            lowest.Add(Scale.LowestEquivalentValue(Math.Clamp((long)latency.TotalMicroseconds, 1, MostMicroseconds)));
            if (latency > longest) longest = latency;
        }

        lowest.Sort();
        var buckets = ImmutableArray.CreateBuilder<LatencyBucket>(lowest.Count);
        foreach (var value in lowest) Add(buckets, new(value, 1));
        return new(buckets.DrainToImmutable(), longest);
    }

    public Latencies Merge(Latencies other)
    {
        var (buckets, i, j) = (ImmutableArray.CreateBuilder<LatencyBucket>(Buckets.Length + other.Buckets.Length), 0, 0);
        while (i < Buckets.Length || j < other.Buckets.Length)
        {
            var takesOwn = j == other.Buckets.Length || (i < Buckets.Length && Buckets[i].Lowest <= other.Buckets[j].Lowest);
            Add(buckets, takesOwn ? Buckets[i++] : other.Buckets[j++]);
        }

        return new(buckets.DrainToImmutable(), Longest > other.Longest ? Longest : other.Longest);
    }

    /// <summary>The latencies that so many percent of the answers did not exceed, within 1 % or 1 µs; null when there is none.</summary>
    public IReadOnlyList<TimeSpan>? Percentiles(params IReadOnlyList<double> percents)
    {
        if (Buckets.IsEmpty) return null;
        var histogram = NewHistogram();
        foreach (var (lowest, count) in Buckets) histogram.RecordValueWithCount(lowest, count);
        return [.. percents.Select(percent => TimeSpan.FromMicroseconds(histogram.GetValueAtPercentile(percent))).Select(time => time < Longest ? time : Longest)];
    }

    public bool Equals(Latencies? other) => other is not null && Longest == other.Longest && Buckets.SequenceEqual(other.Buckets);

    public override int GetHashCode() => HashCode.Combine(Buckets.Length, Longest);

    private static LongHistogram NewHistogram() => new(lowestTrackableValue: 1, MostMicroseconds, numberOfSignificantValueDigits: 2);

    /// <summary>Adds what is not below the last.</summary>
    private static void Add(ImmutableArray<LatencyBucket>.Builder buckets, LatencyBucket bucket)
    {
        if (buckets.Count > 0 && buckets[^1].Lowest == bucket.Lowest) buckets[^1] = bucket with { Count = buckets[^1].Count + bucket.Count };
        else buckets.Add(bucket);
    }
}
