using Akka.Actor;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Workers;

/// <summary>What a worker and its executors say to each other, always within one process.</summary>
internal static class ExecutorProtocol
{
    /// <summary>Worker to executor: run this chunk. Answered by exactly one of the others.</summary>
    internal sealed record Run(int Slot, LeaseId Lease, IJobPlan Plan, Chunk Chunk) : ISlotMessage, INoSerializationVerificationNeeded;

    internal sealed record Ran(LeaseId Lease, ChunkOutput Output, TimeSpan Elapsed) : INoSerializationVerificationNeeded;

    internal sealed record RunFailed(LeaseId Lease, string Reason, TimeSpan Elapsed) : INoSerializationVerificationNeeded;

    /// <summary>The chunk's token asked it to stop, and it did.</summary>
    internal sealed record Stopped(LeaseId Lease) : INoSerializationVerificationNeeded;
}
