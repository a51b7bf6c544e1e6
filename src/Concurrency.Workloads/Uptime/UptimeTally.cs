using System.Collections.Immutable;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Google.Protobuf;

namespace Concurrency.Workloads.Uptime;

/// <summary>What a list of sites comes to: how many had which verdict, for which reason, and how long answers took.</summary>
/// <param name="Verdicts">How many sites, by verdict.</param>
/// <param name="Reasons">How many of those that are not up, by reason.</param>
/// <param name="Latencies">Of the sites that answered, whatever the answer was.</param>
public sealed record UptimeTally(
    ImmutableSortedDictionary<Verdict, long> Verdicts, ImmutableSortedDictionary<string, long> Reasons, Latencies Latencies) : IPartial<UptimeTally>
{
    private static readonly ImmutableSortedDictionary<string, long> NoReasons =
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    public static UptimeTally Zero { get; } = new(ImmutableSortedDictionary<Verdict, long>.Empty, NoReasons, Latencies.None);

    /// <summary>How many sites in all.</summary>
    public long Sites => Verdicts.Values.Sum();

    public static UptimeTally Of(IReadOnlyCollection<ProbeResult> results) => new(
        Count(ImmutableSortedDictionary<Verdict, long>.Empty, results.Select(result => (result.Verdict, 1L))),
        Count(NoReasons, results.Where(result => result.Reason is not null).Select(result => (result.Reason!, 1L))),
        Latencies.Of(results.Where(result => result.Status is not null).Select(result => result.Latency)));

    public UptimeTally Merge(UptimeTally other) => new(
        Count(Verdicts, other.Verdicts.Select(pair => (pair.Key, pair.Value))),
        Count(Reasons, other.Reasons.Select(pair => (pair.Key, pair.Value))),
        Latencies.Merge(other.Latencies));

    public bool Equals(UptimeTally? other) =>
        other is not null && Verdicts.SequenceEqual(other.Verdicts) && Reasons.SequenceEqual(other.Reasons) && Latencies == other.Latencies;

    public override int GetHashCode() => HashCode.Combine(Sites, Reasons.Count, Latencies);

    public Payload Encode()
    {
        var wire = new Proto.Tally { LongestTicks = Latencies.Longest.Ticks };
        wire.Verdicts.Add(Verdicts.Select(pair => new Proto.Tally.Types.Verdict { Verdict_ = (int)pair.Key, Sites = pair.Value }));
        wire.Reasons.Add(Reasons.Select(pair => new Proto.Tally.Types.Reason { Reason_ = pair.Key, Sites = pair.Value }));
        var last = 0L;
        foreach (var (bucket, count) in Latencies.Buckets)
        {
            // Steps, because they are small numbers and take few bytes.
            wire.BucketSteps.Add(bucket - last);
            wire.BucketCounts.Add(count);
            last = bucket;
        }

        return new(wire.ToByteArray());
    }

    public static UptimeTally Decode(Payload bytes)
    {
        try
        {
            var wire = Proto.Tally.Parser.ParseFrom(bytes.Span);
            return new(
                Count(ImmutableSortedDictionary<Verdict, long>.Empty, wire.Verdicts.Select(pair => (Uptime.Verdicts.Of(pair.Verdict_), pair.Sites))),
                Count(NoReasons, wire.Reasons.Select(pair => (pair.Reason_, pair.Sites))),
                new(BucketsOf(wire), TimeSpan.FromTicks(wire.LongestTicks)));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new FormatException($"{bytes} are no tally of sites: {e.Message}", e);
        }
    }

    private static ImmutableArray<LatencyBucket> BucketsOf(Proto.Tally wire)
    {
        if (wire.BucketSteps.Count != wire.BucketCounts.Count || wire.BucketSteps.Any(step => step < 1))
            throw new FormatException("The buckets of a tally are out of order.");
        var (buckets, lowest) = (ImmutableArray.CreateBuilder<LatencyBucket>(wire.BucketSteps.Count), 0L);
        for (var i = 0; i < wire.BucketSteps.Count; i++) buckets.Add(new(lowest += wire.BucketSteps[i], wire.BucketCounts[i]));
        return buckets.DrainToImmutable();
    }

    private static ImmutableSortedDictionary<TKey, long> Count<TKey>(
        ImmutableSortedDictionary<TKey, long> counts, IEnumerable<(TKey Key, long Count)> more)
        where TKey : notnull
    {
        var sum = counts.ToBuilder();
        foreach (var (key, count) in more) sum[key] = sum.GetValueOrDefault(key) + count;
        return sum.ToImmutable();
    }
}
