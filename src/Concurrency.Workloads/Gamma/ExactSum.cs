using System.Buffers.Binary;
using System.Numerics;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// A sum without any rounding after the first, so that order and grouping cannot matter: a whole number of quanta of 2^-192, in 256 bits. What is
/// added is cut to whole quanta, towards 0.
/// </summary>
internal readonly record struct ExactSum(UInt128 High, UInt128 Low)
{
    public const int QuantumExponent = -192;

    public const int Bytes = 32;

    private const int FractionBits = 52;

    /// <summary>The sum in quanta.</summary>
    public BigInteger Quanta => ((BigInteger)High << 128) + Low;

    public bool IsZero => High == 0 && Low == 0;

    public static ExactSum operator +(ExactSum left, ExactSum right)
    {
        var low = unchecked(left.Low + right.Low);
        return new(unchecked(left.High + right.High + (low < left.Low ? UInt128.One : 0)), low);
    }

    /// <param name="right">At least 0, and below 2^63.</param>
    public static ExactSum operator +(ExactSum left, DoubleDouble right)
    {
        var sum = left + QuantaOf(right.High);
        return right.Low < 0 ? sum + Minus(QuantaOf(-right.Low)) : sum + QuantaOf(right.Low);
    }

    public ScaledNumber ToScaledNumber() => ScaledNumber.FromInteger(Quanta, QuantumExponent);

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, Low);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[16..], High);
    }

    public static ExactSum Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt128LittleEndian(bytes[16..]), BinaryPrimitives.ReadUInt128LittleEndian(bytes));

    private static ExactSum Minus(ExactSum value)
    {
        var low = unchecked(~value.Low + 1);
        return new(unchecked(~value.High + (low == 0 ? UInt128.One : 0)), low);
    }

    private static ExactSum QuantaOf(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        UInt128 fraction = (ulong)(bits & ((1L << FractionBits) - 1)) | (1UL << FractionBits);
        var shift = (int)(bits >> FractionBits) - 1023 - FractionBits - QuantumExponent;
        return shift switch
        {
            <= -64 => default, // also the subnormals and 0
            <= 0 => new(0, fraction >> -shift),
            < 128 => new(fraction >> (128 - shift), fraction << shift),
            _ => new(fraction << (shift - 128), 0),
        };
    }
}
