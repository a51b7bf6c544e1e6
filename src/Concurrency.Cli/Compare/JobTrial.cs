using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Compare;

/// <summary>A job to be measured.</summary>
/// <param name="Value">What a job that completed came to.</param>
internal sealed record MeasuredJob(IWorkload Workload, JobSpec Spec, Func<Payload, double?> Value)
{
    /// <summary>One a unit; none for a workload without input.</summary>
    public IReadOnlyList<Payload> Items { get; init; } = [];
}

/// <summary>Runs a job once by a runner of its own, and measures it. All that the comparison knows of runners.</summary>
internal static class JobTrial
{
    /// <exception cref="OperationCanceledException">It was asked for.</exception>
    /// <exception cref="RefusedException">The job did not complete; the sentence says why.</exception>
    public static async Task<Trial> RunAsync(MeasuredJob job, RunTerms terms, Surroundings surroundings)
    {
        var (began, processor) = (surroundings.Time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await using var runner = JobRun.RunnerOf(job.Workload, terms, surroundings);
        var report = await runner.RunAsync(job.Spec, job.Items, new(), surroundings.Cancelled);
        var (whole, used) = (surroundings.Time.GetElapsedTime(began), Environment.CpuUsage.TotalTime - processor + runner.ProcessorTimeElsewhere);

        if (report.Status == JobStatus.Cancelled) throw new OperationCanceledException(surroundings.Cancelled);
        if (report.Status != JobStatus.Completed)
            throw new RefusedException($"A run with {terms.Description} failed: {report.Reason ?? "some of its units have no result"}.");
        return new(whole > report.Elapsed ? whole - report.Elapsed : TimeSpan.Zero, report.Elapsed, used, job.Value(report.Total));
    }
}
