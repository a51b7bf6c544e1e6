using Concurrency.Core.Contract;
using Concurrency.Workloads.Uptime;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Google.Protobuf;

namespace Concurrency.Workloads.Tests.Uptime;

/// <summary>The tally is a monoid, to the bit, and means the same however the sites were spread.</summary>
[Properties(Arbitrary = [typeof(UptimeTallyTests)], MaxTest = 200)]
public class UptimeTallyTests
{
    private static readonly double[] Percents = [50, 99, 100];

    public static Arbitrary<ProbeResult[]> Results()
    {
        var latencies = Gen.Choose(0, 36_000).Select(milliseconds => TimeSpan.FromTicks(milliseconds * 10_007L));
        var answers = from status in Gen.Elements(200, 204, 301, 404, 500, 503, 999)
                      from latency in latencies
                      select status < 400
                          ? new ProbeResult(Verdict.Up, null, status, status, 0, false, latency)
                          : new(Verdict.Down, Reasons.Http(status), status, status, 0, false, latency);
        var failures = from reason in Gen.Elements(Reasons.ConnectRefused, Reasons.TimeoutHeaders, Reasons.DnsNotFound)
                       from latency in latencies
                       select new ProbeResult(Verdict.Down, reason, null, null, 0, false, latency);
        var invalid = Gen.Constant(new ProbeResult(Verdict.Invalid, Reasons.InvalidUrl, null, null, 0, false, TimeSpan.Zero));
        return Gen.OneOf(answers, failures, invalid).ArrayOf().ToArbitrary();
    }

    [Property]
    public void Merging_is_associative_and_commutative_to_the_bit_and_zero_is_neutral(ProbeResult[] a, ProbeResult[] b, ProbeResult[] c)
    {
        var (x, y, z) = (UptimeTally.Of(a), UptimeTally.Of(b), UptimeTally.Of(c));
        Assert.Equal(x.Merge(y).Encode(), y.Merge(x).Encode());
        Assert.Equal(x.Merge(y).Merge(z).Encode(), x.Merge(y.Merge(z)).Encode());
        Assert.Equal(x.Encode(), UptimeTally.Zero.Merge(x).Encode());
        Assert.Equal(x.Encode(), x.Merge(UptimeTally.Zero).Encode());
    }

    [Property]
    public void The_tally_of_all_is_the_merged_tally_of_the_parts(ProbeResult[] results, int cut)
    {
        var at = results.Length == 0 ? 0 : (int)((uint)cut % results.Length);
        Assert.Equal(UptimeTally.Of(results), UptimeTally.Of(results[..at]).Merge(UptimeTally.Of(results[at..])));
    }

    [Property]
    public void What_is_written_is_read(ProbeResult[] results)
    {
        var tally = UptimeTally.Of(results);
        Assert.Equal(tally, UptimeTally.Decode(tally.Encode()));
        Assert.Equal(results.Length, tally.Sites);
    }

    [Property]
    public void Percentiles_are_within_a_hundredth_of_those_of_the_sorted_latencies(NonEmptyArray<PositiveInt> microseconds)
    {
        var sorted = microseconds.Get.Select(value => value.Get).Order().ToList();
        var latencies = Latencies.Of(sorted.Select(value => TimeSpan.FromMicroseconds(value)));
        foreach (var (percent, time) in Percents.Zip(latencies.Percentiles(Percents)!))
        {
            // The nearest rank, as the histogram has it.
            var exact = sorted[Math.Max(1, (int)(percent / 100.0 * sorted.Count + 0.5)) - 1];
            Assert.InRange(time.TotalMicroseconds, exact * 0.99 - 1, exact * 1.01 + 1);
        }

        Assert.Equal(TimeSpan.FromMicroseconds(sorted[^1]), latencies.Longest);
    }

    [Fact]
    public void A_tally_with_every_bucket_and_many_reasons_stays_within_the_limit_of_a_partial()
    {
        var times = Enumerable.Range(0, 100_000).Select(i => TimeSpan.FromMicroseconds(Math.Pow(3.6e9, i / 100_000.0)));
        var results = times.Select((time, i) => new ProbeResult(Verdict.Down, Reasons.Http(400 + i % 600), 400, 400, 0, false, time)).ToList();
        var tally = UptimeTally.Of(results);
        for (var doubling = 0; doubling < 6; doubling++) tally = tally.Merge(tally);
        Assert.Equal(6_400_000, tally.Sites);
        Assert.InRange(tally.Encode().Length, 1, Limits.PartialBytes);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_verdict_of_a_newer_version_counts_as_unknown(int number)
    {
        var wire = new Workloads.Uptime.Proto.Tally();
        foreach (var verdict in new[] { (int)Verdict.Up, (int)Verdict.Unknown, number })
            wire.Verdicts.Add(new Workloads.Uptime.Proto.Tally.Types.Verdict { Verdict_ = verdict, Sites = 2 });
        var tally = UptimeTally.Decode(new(wire.ToByteArray()));
        Assert.Equal([new(Verdict.Up, 2), new(Verdict.Unknown, 4)], tally.Verdicts);
        var row = SiteRecord.Decode(new(new Workloads.Uptime.Proto.Site { Url = "http://some.example/", Verdict = number, Status = 299 }.ToByteArray()));
        Assert.Equal((Verdict.Unknown, 299), (row.Result.Verdict, row.Result.Status));
    }

    [Theory]
    [InlineData(Verdict.Up)]
    [InlineData(Verdict.Down)]
    [InlineData(Verdict.Invalid)]
    [InlineData(Verdict.Blocked)]
    [InlineData(Verdict.Unknown)]
    public void Every_verdict_is_read_as_it_was_written(Verdict verdict)
    {
        var row = new SiteRecord("http://some.example/", new(verdict, null, null, null, 0, false, TimeSpan.Zero), "anna");
        Assert.Equal(row, SiteRecord.Decode(row.Encode()));
        Assert.Equal(UptimeTally.Of([row.Result]), UptimeTally.Decode(UptimeTally.Of([row.Result]).Encode()));
    }

    [Fact]
    public void Nothing_has_no_percentiles_and_rubbish_is_refused()
    {
        Assert.Null(Latencies.None.Percentiles(50));
        Assert.Throws<FormatException>(() => UptimeTally.Decode(new(new byte[] { 255, 1, 7 })));
    }
}
