using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Driving;

/// <summary>The coordinator cannot be spoken with, or not about this; the message is one sentence for the user.</summary>
public class NoAnswerException(string sentence) : Exception(sentence);

/// <summary>Nobody has answered in time. The coordinator is away, or has to wait itself, as when its store has failed.</summary>
public sealed class SilenceException(string sentence) : NoAnswerException(sentence);

/// <summary>The coordinator does not know the job.</summary>
public sealed class UnknownJobException(JobId job) : NoAnswerException(
    $"There is no job {job}: it never was, was deleted or forgotten, or was lost with a coordinator that kept it in memory.")
{
    public JobId Job { get; } = job;
}

/// <summary>The job ended without a result for every unit; the report says how, and has the sum of those that are done.</summary>
public sealed class JobFailedException(JobReport report) : Exception(Sentence(report))
{
    public JobReport Report { get; } = report;

    private static string Sentence(JobReport report) => report switch
    {
        { Reason: { } reason } => $"The job {report.Job} failed: {reason}.",
        { Failed: [var first, ..] } =>
            $"{report.Failed.Sum(failed => failed.Range.Length)} of the {report.Units} units of the job {report.Job} failed, the first because: {first.Reason}",
        _ => $"The job {report.Job} was cancelled.",
    };
}
