using Concurrency.Actors.Driving;
using Concurrency.Actors.Gateway;
using Concurrency.Cli.Running;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Cli.Cluster;

/// <summary>A coordinator to submit jobs to, and to ask about jobs and nodes: that of a cluster, or one of this process.</summary>
internal interface IConnection : IAsyncDisposable
{
    /// <summary>Where its jobs are run.</summary>
    RunMode Mode { get; }

    JobClient Jobs { get; }

    /// <summary>The coordinator was there and does not answer any more; it is looked for.</summary>
    bool IsLost { get; }

    /// <summary>Is given what there is to say of the connection, from any thread.</summary>
    Action<string> Announce { get; set; }

    /// <summary>None for a coordinator of this process.</summary>
    Task<IReadOnlyList<SeedSummary>> SeedsAsync(CancellationToken cancelled);

    /// <exception cref="NoAnswerException">Nobody answered in time.</exception>
    Task<IReadOnlyList<WorkerSummary>> WorkersAsync(CancellationToken cancelled);

    /// <summary>Has a worker finish what it runs and end.</summary>
    /// <exception cref="Core.Contract.BadJobException">There is no such worker.</exception>
    /// <exception cref="NoAnswerException">Nobody answered in time.</exception>
    Task DrainAsync(string worker, CancellationToken cancelled);

    /// <summary>What to type in a shell for a verb that is to have such a connection.</summary>
    /// <param name="verb">Such as <c>jobs list</c>.</param>
    string CommandLine(string verb);
}
