using Akka.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Cli.Running;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Cli.Cluster;

/// <summary>On what terms a coordinator runs jobs.</summary>
internal static class ConnectionTerms
{
    /// <summary>The slots are those that its workers have now; none are known when it does not answer.</summary>
    public static async Task<RunTerms> TermsAsync(this IConnection connection, Config configuration)
    {
        IReadOnlyList<WorkerSummary> workers = [];
        try
        {
            // Asked for the result of a job that may have been cancelled, so not to be cancelled itself.
            if (!connection.IsLost) workers = await connection.WorkersAsync(CancellationToken.None);
        }
        catch (NoAnswerException)
        {
            // The job's result is there all the same.
        }

        return new(connection.Mode, workers.Sum(worker => worker.CpuSlots), configuration);
    }
}
