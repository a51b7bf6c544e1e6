namespace Concurrency.Workloads.Uptime;

/// <summary>What one probe of one site found.</summary>
/// <param name="Reason">Why the site is not up, as a word that programs can rely on; null when it is up.</param>
/// <param name="FirstStatus">The status of the first answer, before any redirect was followed; null where no HTTP answer came.</param>
/// <param name="Status">The status of the final answer; null where none came.</param>
/// <param name="Hops">How many redirects were followed.</param>
/// <param name="Downgraded">A redirect led from HTTPS to HTTP.</param>
/// <param name="Latency">From the beginning of the probe to the headers of the final answer, or to the failure, redirects and all.</param>
public readonly record struct ProbeResult(
    Verdict Verdict, string? Reason, int? FirstStatus, int? Status, int Hops, bool Downgraded, TimeSpan Latency);
