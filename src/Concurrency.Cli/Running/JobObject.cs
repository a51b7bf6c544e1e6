using Concurrency.Core.Jobs;

namespace Concurrency.Cli.Running;

/// <summary>What the JSON of every job has. Times in seconds.</summary>
internal record JobObject
{
    public required string Workload { get; init; }

    public required string Job { get; init; }

    public required string Status { get; init; }

    public required long Units { get; init; }

    public required long UnitsDone { get; init; }

    public required IReadOnlyList<FailedUnitsObject> FailedUnits { get; init; }

    public required string Mode { get; init; }

    public required int Parallelism { get; init; }

    public required long Chunks { get; init; }

    public required long Retries { get; init; }

    public required double ElapsedSeconds { get; init; }

    public static string NameOf(JobStatus status) => status switch
    {
        JobStatus.Running => "running",
        JobStatus.Completed => "completed",
        JobStatus.CompletedWithFailures => "completedWithFailures",
        JobStatus.Failed => "failed",
        JobStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, message: null),
    };

    public static IReadOnlyList<FailedUnitsObject> ListOf(IEnumerable<FailedUnits> failed) =>
        [.. failed.Select(units => new FailedUnitsObject(units.Range.From, units.Range.To, units.Reason, units.Attempts))];
}

/// <summary>The units from <paramref name="From"/> to below <paramref name="To"/>, which have no result.</summary>
internal sealed record FailedUnitsObject(long From, long To, string Reason, int Attempts);
