using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core.Jobs;
using Concurrency.Workloads.Uptime;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Uptime;

/// <summary>How an uptime job ended, for people and for programs.</summary>
/// <param name="Report">Of the job's end.</param>
/// <param name="Tally">Of the sites that were probed.</param>
internal sealed record UptimeOutcome(UptimeJob Job, JobReport Report, RunTerms Terms, Quantity Quantity, UptimeTally Tally)
{
    private static readonly double[] Percents = [50, 95, 99];

    public long Failed => Report.Failed.Sum(failed => failed.Range.Length);

    /// <summary>One sentence on why not every site was probed, or null.</summary>
    public string? Complaint => Report.Status switch
    {
        JobStatus.Cancelled =>
            $"Cancelled after {Sentences.Seconds(Report.Elapsed)}: {Sentences.Grouped(Report.UnitsDone)} of {Sentences.Counted(Quantity.Total, "site")} were probed.",
        JobStatus.Failed => Sentences.Ended($"The job failed: {Report.Reason}"),
        _ => null,
    };

    public int ExitCode => Report.Status switch
    {
        JobStatus.Cancelled => ExitCodes.Cancelled,
        JobStatus.Failed => ExitCodes.Failed,
        _ => Of(Verdict.Up) == Quantity.Total ? ExitCodes.Completed : ExitCodes.NotAllWell,
    };

    /// <summary>Writes the summary for a person.</summary>
    public void WriteText(TextWriter output)
    {
        var verdicts = Tally.Verdicts.Select(pair => (Count: pair.Value, Name: SiteObject.NameOf(pair.Key)))
            .Append((Count: Failed, Name: "failed")).Where(pair => pair.Count > 0).Select(pair => $"{Sentences.Grouped(pair.Count)} {pair.Name}");
        var probed = Tally.Sites + Failed;
        var of = probed < Quantity.Total ? $" of {Sentences.Grouped(Quantity.Total)}" : "";
        output.WriteLine($"sites      {Sentences.Grouped(probed)}{of}: {string.Join(", ", verdicts)}");
        if (!Tally.Reasons.IsEmpty)
        {
            var reasons = Tally.Reasons.OrderByDescending(pair => pair.Value).Select(pair => $"{Sentences.Grouped(pair.Value)} {pair.Key}");
            output.WriteLine($"reasons    {string.Join(", ", reasons)}");
        }

        if (Latency is { } latency)
            output.WriteLine($"latency    p50 {latency.P50:0.000} s, p95 {latency.P95:0.000} s, p99 {latency.P99:0.000} s, max {latency.Max:0.000} s, of {Sentences.Counted(Tally.Latencies.Count, "answer")}");
        var rate = Quantity.Rate(Report.UnitsDone, Report.Elapsed) is { } sites ? $", {(sites < 10 ? $"{sites:0.0}" : Sentences.Grouped(sites))} sites/s" : "";
        output.WriteLine($"time       {Sentences.Seconds(Report.Elapsed)}{rate}");
        var retries = Report.Retries > 0 ? $", {Sentences.Counted(Report.Retries, "failed run")}" : "";
        output.WriteLine($"run        {Terms.Description}, {Sentences.Counted(Job.Concurrency, "probe")} a slot, {Sentences.Counted(Report.Chunks, "chunk")}{retries}");
    }

    public UptimeObject AsObject() => new()
    {
        Workload = "uptime",
        Job = Report.Job.Value,
        Status = JobObject.NameOf(Report.Status),
        Units = Report.Units,
        UnitsDone = Report.UnitsDone,
        FailedUnits = JobObject.ListOf(Report.Failed),
        Mode = Terms.Mode.Name(),
        Parallelism = Terms.Parallelism,
        Chunks = Report.Chunks,
        Retries = Report.Retries,
        ElapsedSeconds = Report.Elapsed.TotalSeconds,
        Total = Tally.Sites + Failed,
        Up = Of(Verdict.Up),
        Down = Of(Verdict.Down),
        Invalid = Of(Verdict.Invalid),
        Blocked = Of(Verdict.Blocked),
        Unknown = Of(Verdict.Unknown),
        Failed = Failed,
        Reasons = Tally.Reasons,
        LatencySeconds = Latency,
        TimeoutSeconds = Job.Timeout.TotalSeconds,
        Redirects = Job.FollowRedirects ? "follow" : "none",
        Concurrency = Job.Concurrency,
    };

    private LatencyObject? Latency => Tally.Latencies.Percentiles(Percents) is [var p50, var p95, var p99]
        ? new(p50.TotalSeconds, p95.TotalSeconds, p99.TotalSeconds, Tally.Latencies.Longest.TotalSeconds)
        : null;

    private long Of(Verdict verdict) => Tally.Verdicts.GetValueOrDefault(verdict);
}
