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
