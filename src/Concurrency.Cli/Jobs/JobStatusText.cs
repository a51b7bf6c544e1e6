using System.Globalization;
using Concurrency.Cli.CommandLine;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary>How a job is, in words.</summary>
internal static class JobStatusText
{
    public static string Of(JobSummary job) => job.Status switch
    {
        JobStatus.Running when job.TakesInput => "takes input",
        JobStatus.Running when job.WaitsForReader => "waits for a reader",
        JobStatus.Running => "running",
        JobStatus.Completed => "completed",
        JobStatus.CompletedWithFailures => $"completed, {Sentences.Counted(job.FailedUnits, "unit")} failed",
        JobStatus.Failed => "failed",
        JobStatus.Cancelled => "cancelled",
        _ => job.Status.ToString().ToLower(CultureInfo.InvariantCulture),
    };

    /// <summary>How much of it is done.</summary>
    public static string Share(JobSummary job) => job.Units > 0 ? Sentences.Percent((double)job.UnitsDone / job.Units) : "-";
}
