using Concurrency.Core;
using Google.Protobuf;

namespace Concurrency.Workloads.Uptime;

/// <summary>The row of one site: its URL as it stood in the list, what was found, and the name of the worker that asked.</summary>
public sealed record SiteRecord(string Url, ProbeResult Result, string Worker)
{
    public Payload Encode() => new(new Proto.Site
    {
        Url = Url,
        Verdict = (int)Result.Verdict,
        Reason = Result.Reason ?? "",
        FirstStatus = Result.FirstStatus ?? 0,
        Status = Result.Status ?? 0,
        Hops = Result.Hops,
        Downgraded = Result.Downgraded,
        LatencyTicks = Result.Latency.Ticks,
        Worker = Worker,
    }.ToByteArray());

    /// <exception cref="InvalidProtocolBufferException">The bytes are no row of a site.</exception>
    public static SiteRecord Decode(Payload row)
    {
        var site = Proto.Site.Parser.ParseFrom(row.Span);
        var result = new ProbeResult(
            Verdicts.Of(site.Verdict),
            site.Reason.Length > 0 ? site.Reason : null,
            site.FirstStatus > 0 ? site.FirstStatus : null,
            site.Status > 0 ? site.Status : null,
            site.Hops,
            site.Downgraded,
            TimeSpan.FromTicks(site.LatencyTicks));
        return new(site.Url, result, site.Worker);
    }
}
