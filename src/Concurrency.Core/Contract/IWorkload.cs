namespace Concurrency.Core.Contract;

/// <summary>
/// A kind of work as the engine sees it. Authors derive from <see cref="Workload{TJob,TPartial,TResult}"/> instead, which is typed.
/// </summary>
public interface IWorkload
{
    /// <summary>The word that users and the wire know the workload by, such as <c>gamma</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Names whatever decides the bits of a partial. Results of different kernel versions are never merged: a job is leased only to
    /// workers that have the version it began with.
    /// </summary>
    string KernelVersion { get; }

    /// <summary>Understands the parameters of one job.</summary>
    /// <param name="parameters">As the driver submitted them.</param>
    /// <param name="items">How many input items came with the job; 0 for a workload that needs none.</param>
    /// <exception cref="BadJobException">The parameters or the items do not make a job.</exception>
    IJobPlan Open(Payload parameters, long items);
}

/// <summary>One job of a workload, its parameters understood. Immutable; runs may go on in many threads at once.</summary>
public interface IJobPlan
{
    /// <summary>The job is the index space <c>[0, Units)</c>; at least 1.</summary>
    long Units { get; }

    WorkloadTraits Traits { get; }

    /// <summary>An empty sum of partial results.</summary>
    IAccumulator NewAccumulator();

    /// <summary>Computes one chunk. A failure is an exception; its message is the reason that users read.</summary>
    /// <exception cref="OperationCanceledException">The chunk's token asked for it.</exception>
    ValueTask<ChunkOutput> RunAsync(Chunk chunk);
}

/// <summary>The running sum of a job's partial results. Not thread-safe.</summary>
public interface IAccumulator
{
    /// <summary>Merges one encoded partial.</summary>
    /// <exception cref="FormatException">The bytes are no partial of this workload; the sum is as it was.</exception>
    void Add(Payload partial);

    /// <summary>The sum, encoded as a partial.</summary>
    Payload Encode();
}

/// <summary>A job that cannot be: the message is one sentence for the user that names the bad value and what would be right.</summary>
public sealed class BadJobException(string sentence) : Exception(sentence);
