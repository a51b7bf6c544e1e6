using System.Numerics;
using Concurrency.Core;
using Concurrency.Core.Contract;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// The weighted sum of the integrand over some blocks, in units of its largest evaluated value. Exact, so merging is associative and
/// commutative to the bit.
/// </summary>
public readonly record struct GammaPartial : IPartial<GammaPartial>
{
    /// <summary>Says what follows: the sum as an unsigned little-endian integer without leading zeros.</summary>
    private const byte Format = 1;

    /// <summary>At most 2·10^15 + 1 terms of weight at most 4 in quanta of 2^-1074 have at most 1130 bits.</summary>
    private const int MaxBytes = 1 + 144;

    internal GammaPartial(ExactSum sum) => Sum = sum;

    public static GammaPartial Zero => default;

    internal ExactSum Sum { get; }

    public GammaPartial Merge(GammaPartial other) => new(Sum + other.Sum);

    public Payload Encode() => new((byte[])[Format, .. Sum.Quanta.IsZero ? [] : Sum.Quanta.ToByteArray(isUnsigned: true)]);

    public static GammaPartial Decode(Payload bytes)
    {
        var span = bytes.Span;
        if (span.IsEmpty || span[0] != Format) throw new FormatException($"A gamma partial begins with the byte {Format}.");
        if (span.Length > MaxBytes) throw new FormatException($"A gamma partial has at most {MaxBytes} bytes, not {span.Length}.");
        if (span.Length > 1 && span[^1] == 0) throw new FormatException("A gamma partial has no leading zeros.");
        return new(new ExactSum(new BigInteger(span[1..], isUnsigned: true)));
    }
}
