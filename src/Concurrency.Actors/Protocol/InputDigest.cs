using System.Buffers.Binary;
using System.IO.Hashing;
using Concurrency.Core;

namespace Concurrency.Actors.Protocol;

/// <summary>
/// Tells input items of one job from those of another: XXH3 with 64 bits over every item's length, as 4 bytes with the lowest first, and
/// bytes. Against accidents, not against malice.
/// </summary>
public sealed class InputDigest
{
    private readonly XxHash3 _hash = new();

    public long Items { get; private set; }

    /// <summary>Of the items so far; 0 when there are none.</summary>
    public ulong Value => Items == 0 ? 0 : _hash.GetCurrentHashAsUInt64();

    public void Add(Payload item)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, item.Length);
        _hash.Append(length);
        _hash.Append(item.Span);
        Items++;
    }
}
