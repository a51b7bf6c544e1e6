namespace Concurrency.Workloads.Uptime;

/// <summary>How a list of sites is to be asked. The sites are the job's input items, one a unit.</summary>
/// <param name="Timeout">For each site, redirects and all: from 1 ms to 1 hour.</param>
/// <param name="FollowRedirects">The verdict is of the final answer; else of the first.</param>
/// <param name="Concurrency">Probes in flight on each slot: from 1 to 4096.</param>
public sealed record UptimeJob(TimeSpan Timeout, bool FollowRedirects, int Concurrency)
{
    public static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(1);

    public static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);
}
