using Concurrency.Core;
using Concurrency.Core.Contract;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// The weighted sum of the integrand over some blocks, in units of its largest evaluated value. Exact, so merging is associative and
/// commutative to the bit.
/// </summary>
public readonly record struct GammaPartial : IPartial<GammaPartial>
{
    /// <summary>Says what follows: the sum as an unsigned little-endian integer.</summary>
    private const byte Format = 2;

    internal GammaPartial(ExactSum sum) => Sum = sum;

    public static GammaPartial Zero => default;

    internal ExactSum Sum { get; }

    public GammaPartial Merge(GammaPartial other) => new(Sum + other.Sum);

    public Payload Encode()
    {
        var bytes = new byte[1 + ExactSum.Bytes];
        bytes[0] = Format;
        Sum.Write(bytes.AsSpan(1));
        return new(bytes);
    }

    public static GammaPartial Decode(Payload bytes)
    {
        var span = bytes.Span;
        if (span.IsEmpty || span[0] != Format) throw new FormatException($"A gamma partial begins with the byte {Format}.");
        if (span.Length != 1 + ExactSum.Bytes) throw new FormatException($"A gamma partial has {1 + ExactSum.Bytes} bytes, not {span.Length}.");
        return new(ExactSum.Read(span[1..]));
    }
}
