using Concurrency.Actors.Driving;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Cluster;

/// <summary>Submits a job to a coordinator that others use too, and follows it. The connection outlives the runner.</summary>
/// <param name="key">The user's name for the job; null for none.</param>
internal sealed class ClusterRunner(IConnection connection, string? key, Surroundings surroundings) : IJobRunner
{
    /// <exception cref="NoAnswerException">The job could not be submitted, or is lost.</exception>
    /// <exception cref="BadJobException">The job was refused, or what came of it cannot be read.</exception>
    /// <exception cref="StoppedException">The job could not be cancelled: its coordinator is out of reach.</exception>
    public async Task<JobReport> RunAsync(JobSpec spec, IReadOnlyList<Payload> items, JobListener listener, CancellationToken cancelled)
    {
        var job = await connection.Jobs.SubmitAsync(spec, items, key, cancelled);
        var follower = new JobFollower(connection, job, listener, surroundings.Time);
        using var abandoned = new CancellationTokenSource();
        await using var cancelling = cancelled.Register(() => _ = CancelAsync(job, abandoned));
        listener.Begun();
        try
        {
            return await follower.FollowAsync(abandoned.Token);
        }
        catch (OperationCanceledException) when (abandoned.IsCancellationRequested)
        {
            throw new StoppedException($"The coordinator is out of reach, so the job {job} may go on: '{surroundings.NextLine(connection, $"jobs cancel {job}")}' cancels it.");
        }
        catch (Exception e) when (e is not (NoAnswerException or BadJobException))
        {
            // Whoever wanted the rows wants them no more, and the job neither.
            await CancelAsync(job, abandoned);
            throw;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task CancelAsync(JobId job, CancellationTokenSource abandoned)
    {
        try
        {
            if (connection.IsLost) await abandoned.CancelAsync();
            else await connection.Jobs.CancelAsync(job, CancellationToken.None);
        }
        catch (UnknownJobException)
        {
            // Whoever follows the job hears it too.
        }
        catch (NoAnswerException)
        {
            await abandoned.CancelAsync();
        }
    }
}
