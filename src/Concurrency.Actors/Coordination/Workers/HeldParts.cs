using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Coordination.Workers;

/// <summary>Puts together what workers say they hold, when that takes more than one message.</summary>
internal sealed class HeldParts
{
    private readonly Dictionary<WorkerId, (long Number, List<HeldLease> Leases)> _ahead = [];

    /// <summary>A part that went ahead of its Hello.</summary>
    public void Add(AlsoHeld part)
    {
        if (!_ahead.TryGetValue(part.Worker, out var ahead) || ahead.Number != part.Number) _ahead[part.Worker] = ahead = (part.Number, []);
        ahead.Leases.AddRange(part.Held);
    }

    /// <summary>Everything that the Hello says the worker holds, as far as it has come.</summary>
    /// <param name="isComplete">No part was lost on the way.</param>
    public IReadOnlyList<HeldLease> Of(Hello hello, out bool isComplete)
    {
        IReadOnlyList<HeldLease> held = _ahead.Remove(hello.Worker, out var ahead) && ahead.Number == hello.Number
            ? [.. ahead.Leases, .. hello.Held]
            : hello.Held;
        isComplete = held.Count == hello.HeldInAll;
        return held;
    }

    /// <summary>The worker is gone.</summary>
    public void Forget(WorkerId worker) => _ahead.Remove(worker);
}
