using System.Text.Json;
using Concurrency.Cli.Running;
using Concurrency.Core;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary>The JSON of one job: all that is known of it but its result.</summary>
internal sealed record JobDetailsObject : JobObject
{
    public required string? Key { get; init; }

    public required string? WaitsFor { get; init; }

    public required string? Reason { get; init; }

    public required int Priority { get; init; }

    public required DateTimeOffset Submitted { get; init; }

    public required long Rows { get; init; }

    public required long RowsKept { get; init; }

    /// <summary>As the workload writes them; null when they are no JSON.</summary>
    public required JsonElement? Parameters { get; init; }

    public static JobDetailsObject Of(JobDetails job, RunTerms terms) => new()
    {
        Workload = job.Summary.Workload,
        Job = job.Summary.Job.Value,
        Status = NameOf(job.Report.Status),
        Units = job.Report.Units,
        UnitsDone = job.Report.UnitsDone,
        FailedUnits = ListOf(job.Report.Failed),
        Mode = terms.Mode.Name(),
        Parallelism = terms.Parallelism,
        Chunks = job.Report.Chunks,
        Retries = job.Report.Retries,
        ElapsedSeconds = job.Report.Elapsed.TotalSeconds,
        Key = job.Summary.Key,
        WaitsFor = JobSummaryObject.WaitsForOf(job.Summary),
        Reason = job.Report.Reason,
        Priority = job.Summary.Priority,
        Submitted = job.Summary.Submitted,
        Rows = job.Summary.Rows,
        RowsKept = job.Summary.RowsKept,
        Parameters = Read(job.Parameters),
    };

    private static JsonElement? Read(Payload parameters)
    {
        try
        {
            return JsonElement.Parse(parameters.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
