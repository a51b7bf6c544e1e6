using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concurrency.Cli.Running;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary>The JSON of all jobs.</summary>
internal sealed record JobListObject(IReadOnlyList<JobSummaryObject> Jobs);

/// <summary>The JSON of one among all jobs. Times in seconds.</summary>
/// <param name="WaitsFor">What a running job waits for: <c>input</c> from its driver, or a <c>reader</c> of its rows; else null.</param>
/// <param name="Submitted">By the clock of the coordinator.</param>
/// <param name="RowsKept">How many of its rows, the last ones, can still be read.</param>
internal sealed record JobSummaryObject(
    string Workload,
    string Job,
    string? Key,
    string Status,
    string? WaitsFor,
    int Priority,
    DateTimeOffset Submitted,
    long Units,
    long UnitsDone,
    long UnitsFailed,
    long Chunks,
    long Retries,
    double ElapsedSeconds,
    long Rows,
    long RowsKept)
{
    public static JobSummaryObject Of(JobSummary job) => new(
        job.Workload,
        job.Job.Value,
        job.Key,
        JobObject.NameOf(job.Status),
        WaitsForOf(job),
        job.Priority,
        job.Submitted,
        job.Units,
        job.UnitsDone,
        job.FailedUnits,
        job.Chunks,
        job.Retries,
        job.Elapsed.TotalSeconds,
        job.Rows,
        job.RowsKept);

    public static string? WaitsForOf(JobSummary job) => job.TakesInput ? "input" : job.WaitsForReader ? "reader" : null;
}

/// <summary>The JSON of a job that is gone.</summary>
internal sealed record DeletedJobObject(string Job, string Status);

[JsonSerializable(typeof(JobListObject))]
[JsonSerializable(typeof(JobDetailsObject))]
[JsonSerializable(typeof(DeletedJobObject))]
internal sealed partial class JobsJson : JsonSerializerContext
{
    /// <summary>Writes keys and URLs as they are: what is escaped by default could do harm in HTML only.</summary>
    public static readonly JobsJson AsTheyAre = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
