using Concurrency.Actors.Wire;

namespace Concurrency.Actors.Protocol;

/// <summary>
/// What any peer, be it a worker or a driver, and the seeds say to each other before there is anything to do, and what they say about the
/// nodes themselves. The peer always talks first, to every seed that it knows.
/// </summary>
public static class PeerProtocol
{
    /// <summary>What this program speaks. Raised when an older program would misunderstand; a new field alone is no reason.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version before is understood too, so that a cluster can be upgraded node by node.</summary>
    public const int OldestVersion = CurrentVersion - 1;

    /// <summary>Peer to the gateway of each seed, again and again: I am here. Answered by <see cref="Seeds"/> and, when there is a coordinator, <see cref="Admitted"/>; or by <see cref="Incompatible"/>.</summary>
    /// <param name="Protocol">The version that the peer speaks.</param>
    /// <param name="Release">The release of its program, for people.</param>
    /// <param name="Peer">Its name.</param>
    public sealed record Knock(int Protocol, string Release, string Peer) : IWireMessage;

    /// <summary>Coordinator to peer: talk to me by way of the seed that this comes from.</summary>
    public sealed record Admitted : IWireMessage;

    /// <summary>Gateway to peer: these are all the seeds.</summary>
    /// <param name="Addresses">As <c>host:port</c>.</param>
    public sealed record Seeds(IReadOnlyList<string> Addresses) : IWireMessage;

    /// <summary>Gateway to peer: we do not understand each other; the sentence is for the user.</summary>
    public sealed record Incompatible(string Sentence) : IWireMessage;

    /// <summary>Driver to coordinator: which workers are there? Answered by a <see cref="WorkerPage"/>.</summary>
    /// <param name="After">The name that the page before ended with; empty for the first page.</param>
    public sealed record ListWorkers(string After) : IWireMessage;

    /// <param name="Workers">In the order of their names.</param>
    /// <param name="End">There are no more.</param>
    public sealed record WorkerPage(IReadOnlyList<WorkerSummary> Workers, bool End) : IWireMessage;

    /// <summary>A worker as users see it.</summary>
    /// <param name="Address">Where the seed sees it, as it calls itself.</param>
    /// <param name="Leases">How many chunks it has, those that wait there included.</param>
    /// <param name="SilentFor">How long ago it was last heard of.</param>
    public sealed record WorkerSummary(
        string Name, string Host, string Address, string Release, int CpuSlots, int IoSlots, int Leases, bool IsDraining, TimeSpan SilentFor);

    /// <summary>Driver to coordinator: have this worker finish what it runs and end. Answered by <see cref="Draining"/> or <see cref="DriverProtocol.Refused"/>.</summary>
    public sealed record DrainWorker(string Name) : IWireMessage;

    public sealed record Draining(string Name) : IWireMessage;
}
