namespace Concurrency.Core.Jobs;

public enum JobStatus
{
    Running,

    /// <summary>Every unit is done.</summary>
    Completed,

    /// <summary>Every unit is done or is a failed unit.</summary>
    CompletedWithFailures,

    /// <summary>There is no result; the job's reason says why.</summary>
    Failed,

    Cancelled,
}

public static class JobStatusExtensions
{
    /// <summary>The job has ended, one way or another, and nothing about it changes any more.</summary>
    public static bool IsOver(this JobStatus status) => status != JobStatus.Running;
}
