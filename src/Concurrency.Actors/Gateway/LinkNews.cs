using Akka.Actor;

namespace Concurrency.Actors.Gateway;

/// <summary>What a peer learns about its way to the coordinator.</summary>
public abstract record LinkNews
{
    /// <summary>The coordinator is there, on this seed.</summary>
    public sealed record Found(string Seed) : LinkNews;

    /// <summary>The coordinator was there, and is not any more.</summary>
    public sealed record Lost(string Seed) : LinkNews;

    /// <summary>Nobody has answered for a while; the sentence is for the user and says what may be wrong. The link goes on trying.</summary>
    public record Unanswered(string Sentence) : LinkNews;

    /// <summary>Seeds answer, but have no coordinator at the moment. It pays to wait: they may be starting, or agreeing on another.</summary>
    public sealed record Vacant(string Sentence) : Unanswered(Sentence);

    /// <summary>A seed does not understand this program; there is no use in going on.</summary>
    public sealed record Refused(string Sentence) : LinkNews;
}

/// <summary>Published in a peer's own process when it has a coordinator to talk to, be it another or the same again.</summary>
internal sealed record CoordinatorFound : INoSerializationVerificationNeeded;
