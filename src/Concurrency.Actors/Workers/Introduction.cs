using Akka.Actor;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Workers;

/// <summary>How a worker introduces itself to the coordinator, again and again, and finds out by that how far away it is.</summary>
internal sealed class Introduction(WorkerId id, Slots slots, WorkloadCatalog catalog, IActorRef coordinator, TimeProvider time)
{
    private long _number;
    private long _said;
    private TimeSpan _roundTrip;

    /// <param name="held">The leases that the worker still has to run or to finish, the oldest first.</param>
    public void SayHello(IEnumerable<HeldLease> held, bool isDraining)
    {
        _said = time.GetTimestamp();
        var kernels = catalog.All.ToDictionary(workload => workload.Name, workload => workload.KernelVersion, StringComparer.Ordinal);
        HeldLease[][] parts = [.. held.Chunk(LeasesAPart)];
        _number++;
        foreach (var part in parts.SkipLast(1)) coordinator.Tell(new AlsoHeld(id, _number, part));
        coordinator.Tell(new Hello(
            id, Environment.MachineName, _number, _roundTrip, slots, kernels, parts.LastOrDefault([]), parts.Sum(part => part.Length), Release.Name, isDraining));
    }

    /// <summary>The coordinator has answered a Hello.</summary>
    /// <returns>Whether to say Hello at once: the coordinator sizes the prefetch by the round trip, so it should know that before work begins to flow.</returns>
    public bool IsWelcome(long number)
    {
        if (number != _number) return false;
        _roundTrip = time.GetElapsedTime(_said);
        return number == 1;
    }
}
