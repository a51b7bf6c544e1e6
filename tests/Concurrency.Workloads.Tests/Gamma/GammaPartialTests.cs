using System.Numerics;
using System.Security.Cryptography;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Units;
using Concurrency.Workloads.Gamma;
using FsCheck;
using FsCheck.Xunit;

namespace Concurrency.Workloads.Tests.Gamma;

public class GammaPartialTests
{
    private static readonly GammaKernel[] Kernels =
    [
        new(new(6.5, 0, 100, 600_000)),
        new(new(170.9, 0.25, 1000, 130_001, QuadratureRule.Simpson)),
        new(new(0.5, 0, 30, 262_144, QuadratureRule.Midpoint)),
        new(new(1, 0, 120, 400_001, QuadratureRule.Trapezoid)),
        new(new(170.9, 0.5, 70_000, 100_000, QuadratureRule.Simpson)), // so far apart that each point is a centre
    ];

    [Fact]
    public void Any_partition_merged_in_any_order_has_the_same_bits()
    {
        var random = new Random(1);
        foreach (var kernel in Kernels)
        {
            var whole = kernel.Sum(new(0, kernel.Blocks), CancellationToken.None);
            for (var n = 0; n < 20; n++) Assert.Equal(whole, SumOfParts(kernel, random));
        }
    }

    private static GammaPartial SumOfParts(GammaKernel kernel, Random random)
    {
        var parts = new List<GammaPartial>();
        for (long from = 0, to; from < kernel.Blocks; from = to)
        {
            to = Math.Min(kernel.Blocks, from + random.Next(1, 6));
            parts.Add(kernel.Sum(new(from, to), CancellationToken.None));
        }

        while (parts.Count > 1)
        {
            var (one, other) = (Take(parts, random), Take(parts, random));
            parts.Add(random.Next(2) == 0 ? one.Merge(other) : GammaPartial.Decode(other.Merge(one).Encode()));
        }

        return parts[0];
    }

    /// <summary>Raise the kernel version when these change.</summary>
    [Fact]
    public void Bits_are_the_same_on_all_hardware()
    {
        var sums = Kernels.Select(kernel => kernel.Sum(new(0, kernel.Blocks), CancellationToken.None)).ToArray();
        Assert.Equal("CFAAF4583EA2A6F2", Hash(sums.SelectMany(sum => sum.Encode().Span.ToArray())));
        Assert.Equal("8C737607CD0987BE", Hash(sums.SelectMany((sum, n) => Bytes(Kernels[n].Value(sum)))));
    }

    [Fact]
    public void Zero_is_neutral_and_encodes()
    {
        var sum = Kernels[0].Sum(UnitRange.Of(1), CancellationToken.None);
        Assert.Equal(sum, sum.Merge(GammaPartial.Zero));
        Assert.Equal(sum, GammaPartial.Zero.Merge(sum));
        Assert.Equal(GammaPartial.Zero, GammaPartial.Decode(GammaPartial.Zero.Encode()));
    }

    [Fact]
    public void The_largest_sum_there_can_be_encodes()
    {
        var largest = new GammaPartial(default(ExactSum) + (DoubleDouble)1e16);
        Assert.Equal(largest, GammaPartial.Decode(largest.Encode()));
        Assert.InRange(largest.Encode().Length, 1, Limits.PartialBytes / 100);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 2, 5 })]
    [InlineData(new byte[] { 1, 5 })]
    public void Garbage_is_refused(byte[] bytes) => Assert.Throws<FormatException>(() => GammaPartial.Decode(new Payload(bytes)));

    [Fact]
    public void Too_much_is_refused()
    {
        byte[] bytes = [2, .. Enumerable.Repeat((byte)7, 200)];
        Assert.Throws<FormatException>(() => GammaPartial.Decode(new Payload(bytes)));
    }

    [Property(MaxTest = 200)]
    public void Sums_of_quanta_are_exact(long[] high, long[] low)
    {
        var sum = default(ExactSum);
        var expected = BigInteger.Zero;
        foreach (var (one, other) in high.Zip(low))
        {
            // From far below a quantum to 2^63, with a low part of either sign.
            var number = DoubleDouble.Sum(Math.ScaleB(Math.Abs((double)one), (int)(other & 255) - 255), 0);
            number += Math.ScaleB(number.High * other, -120);
            sum += number;
            expected += Quanta(number.High) + Quanta(number.Low);
        }

        Assert.Equal(expected, sum.Quanta);
        Assert.Equal(sum, ExactSum.Read(Bytes(sum)));
    }

    private static byte[] Bytes(ExactSum sum)
    {
        var bytes = new byte[ExactSum.Bytes];
        sum.Write(bytes);
        return bytes;
    }

    /// <summary>Whole quanta, towards 0.</summary>
    private static BigInteger Quanta(double value) =>
        BigInteger.Divide(BigFraction.Of(value).Quanta, BigInteger.One << (1074 + ExactSum.QuantumExponent));

    private static string Hash(IEnumerable<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes.ToArray()))[..16];

    private static byte[] Bytes(ScaledNumber number) =>
        [.. BitConverter.GetBytes(number.Significand.High), .. BitConverter.GetBytes(number.Significand.Low), .. BitConverter.GetBytes(number.Exponent)];

    private static GammaPartial Take(List<GammaPartial> parts, Random random)
    {
        var at = random.Next(parts.Count);
        var part = parts[at];
        parts.RemoveAt(at);
        return part;
    }
}
