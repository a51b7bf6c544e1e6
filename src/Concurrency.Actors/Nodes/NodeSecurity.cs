using Akka.Actor.Setup;
using Akka.Configuration;

namespace Concurrency.Actors.Nodes;

/// <summary>What a node's system needs to be told so that its connections are secured, or that they are not.</summary>
/// <param name="IsTls">Connections are encrypted, and both ends prove who they are.</param>
public sealed record NodeSecurity(bool IsTls, Config Configuration, IReadOnlyList<Setup> Setups)
{
    /// <summary>Anybody who reaches the port is taken for a node, and anybody on the way can read along.</summary>
    public static NodeSecurity None { get; } = new(IsTls: false, Config.Empty, []);
}
