using Akka.Actor;

namespace Concurrency.Actors.Gateway;

/// <summary>A seed as a peer knows it.</summary>
/// <param name="Address">As <c>host:port</c>.</param>
/// <param name="HasCoordinator">The peer talks to the coordinator there.</param>
/// <param name="SilentFor">How long ago it last answered this peer; null when it never has.</param>
public sealed record SeedSummary(string Address, bool HasCoordinator, TimeSpan? SilentFor);

/// <summary>A peer to its own <see cref="SeedLink"/>: which seeds are there? Answered by <see cref="SeedList"/>.</summary>
internal sealed record ListSeeds : INoSerializationVerificationNeeded;

/// <param name="Seeds">In the order of their addresses.</param>
internal sealed record SeedList(IReadOnlyList<SeedSummary> Seeds) : INoSerializationVerificationNeeded;
