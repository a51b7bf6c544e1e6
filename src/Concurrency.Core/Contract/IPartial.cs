namespace Concurrency.Core.Contract;

/// <summary>
/// A partial result: an element of a commutative monoid. <see cref="Merge"/> must be exact, associative and commutative, to the bit,
/// because the engine merges in whatever order results arrive; <see cref="Zero"/> is its neutral element.
/// </summary>
public interface IPartial<TSelf> where TSelf : IPartial<TSelf>
{
    static abstract TSelf Zero { get; }

    TSelf Merge(TSelf other);

    /// <summary>At most <see cref="Limits.PartialBytes"/>, however many partials are merged in it.</summary>
    Payload Encode();

    /// <exception cref="FormatException">The bytes are not what <see cref="Encode"/> writes.</exception>
    static abstract TSelf Decode(Payload bytes);
}

/// <summary>What the wire and the store hold a workload to; sizes in bytes.</summary>
public static class Limits
{
    /// <summary>An encoded partial, merged or not.</summary>
    public const int PartialBytes = 32 * 1024;

    /// <summary>The note that a hand-back leaves for the next run.</summary>
    public const int NoteBytes = 1024;

    /// <summary>Characters of a failure's reason; the rest is cut off.</summary>
    public const int ReasonLength = 500;

    /// <summary>What a hand-back may ask to wait, or somebody to be avoided.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromDays(30);

    /// <summary>Items or records that travel in one message.</summary>
    public const int PageBytes = 64 * 1024;
}
