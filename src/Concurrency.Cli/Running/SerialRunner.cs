using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>Runs a job in a plain loop on the caller's thread, with no actor: the baseline.</summary>
internal sealed class SerialRunner(IWorkload workload, TimeProvider time) : IJobRunner
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(100);

    public async Task<JobReport> RunAsync(JobSpec spec, Action begun, Action<JobReport> progress, CancellationToken cancelled)
    {
        var id = new JobId($"{workload.Name}-{Random.Shared.Next():x8}");
        var loop = new SerialLoop(workload.Open(spec.Parameters, items: 0), spec.ChunkUnits, time);
        var started = time.GetTimestamp();
        begun();

        // The clock ticks beside the loop, because a single chunk may be as long as the whole job.
        await using (time.CreateTimer(_ => progress(Report(JobStatus.Running)), state: null, ProgressInterval, ProgressInterval))
        {
            var status = await loop.RunAsync(cancelled);
            return Report(status);
        }

        JobReport Report(JobStatus status) => new(
            id,
            status,
            loop.Reason,
            loop.Units,
            loop.UnitsDone,
            status == JobStatus.Running ? [] : loop.Failed,
            loop.Chunks,
            loop.Retries,
            time.GetElapsedTime(started),
            status is JobStatus.Completed or JobStatus.CompletedWithFailures ? loop.Total : default);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
