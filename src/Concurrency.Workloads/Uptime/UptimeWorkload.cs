using Concurrency.Core;
using Concurrency.Core.Contract;

namespace Concurrency.Workloads.Uptime;

/// <summary>
/// Asks every site of a list with a HEAD request whether it is up. A unit is a site: its URL is the input item, what was found is the
/// record, and a site that is down casts a <see cref="DangerMessage"/> as its notice.
/// </summary>
/// <param name="prober">Asks the sites; shared by all runs in the process.</param>
public sealed class UptimeWorkload(Prober prober) : Workload<UptimeJob, UptimeTally, UptimeTally>
{
    /// <summary>Rows and notices of this many sites fit a message, however long their URLs are.</summary>
    public const int MostSites = 14;

    /// <summary>
    /// A site that takes so long is seldom alone, in lists sorted by host least of all. What stands behind it in its chunk is handed
    /// back, for others to ask one by one, lest silent sites be waited for one after another.
    /// </summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    public override string Name => "uptime";

    public override long Count(UptimeJob job, long items)
    {
        if (job.Timeout < UptimeJob.ShortestTimeout || job.Timeout > UptimeJob.LongestTimeout)
            throw new BadJobException($"The time limit is {job.Timeout}, but must be from 1 ms to 1 hour.");
        if (job.Concurrency is < 1 or > WorkloadTraits.MostChunksPerSlot)
            throw new BadJobException($"The concurrency is {job.Concurrency}, but must be from 1 to {WorkloadTraits.MostChunksPerSlot}.");
        return items > 0 ? items : throw new BadJobException("The list has no sites.");
    }

    // A chunk asks one site after another, and a slot runs many chunks at once: so a site that does not answer holds up the few behind
    // it once, and no others. Asking is a side effect, so it is never done twice to be quicker.
    public override WorkloadTraits TraitsOf(UptimeJob job) => new()
    {
        Slot = SlotKind.Io,
        Speculative = false,
        ChunksPerSlot = job.Concurrency,
        MaxChunk = MostSites,
    };

    /// <summary>The item that stands for a line of a list: as it is, but cut where it is longer than a URL may be, and then it is none.</summary>
    public static Payload ItemOf(string line)
    {
        if (line.Length <= UrlLine.MaxBytes / 3) return Payload.FromText(line);
        var (bytes, letters) = (0, 0);
        foreach (var rune in line.EnumerateRunes())
        {
            if (bytes > UrlLine.MaxBytes) break;
            bytes += rune.Utf8SequenceLength;
            letters += rune.Utf16SequenceLength;
        }

        return Payload.FromText(line[..letters]);
    }

    public override async ValueTask<RunResult<UptimeTally>> RunAsync(UptimeJob job, Chunk chunk)
    {
        var (results, records, notices) = (new List<ProbeResult>(chunk.Items.Count), new List<UnitRecord>(chunk.Items.Count), new List<Notice>());
        foreach (var item in chunk.Items)
        {
            var (unit, url) = (chunk.Range.From + results.Count, item.AsText());
            var result = await prober.ProbeAsync(url, job.Timeout, job.FollowRedirects, chunk.Cancelled);
            results.Add(result);
            records.Add(new(unit, new SiteRecord(url, result, chunk.Worker).Encode()));
            if (result is { Verdict: Verdict.Down, Reason: { } reason }) notices.Add(new(unit, new DangerMessage(url, reason, result.Status).Encode()));
            chunk.Report(results.Count);
            if (result.Latency >= Slow) break;
        }

        return new(UptimeTally.Of(results)) { Records = records, Notices = notices, HandBacks = RestOf(chunk, results.Count) };
    }

    private static IReadOnlyList<HandBack> RestOf(Chunk chunk, int done) =>
        done == chunk.Range.Length ? [] : [new(new(chunk.Range.From + done, chunk.Range.To), TimeSpan.Zero) { MaxUnits = 1 }];

    public override UptimeTally Finish(UptimeJob job, UptimeTally total) => total;
}
