using System.Numerics;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// A sum of doubles without any rounding, so that order and grouping cannot matter: an integer number of 2^-1074, the
/// smallest double (the "long accumulator" of U. Kulisch).
/// </summary>
/// <param name="Quanta">The sum in units of 2^-1074.</param>
internal readonly record struct ExactSum(BigInteger Quanta)
{
    public const int QuantumExponent = -1074;

    public static ExactSum operator +(ExactSum left, ExactSum right) => new(left.Quanta + right.Quanta);

    public static ExactSum operator +(ExactSum left, DoubleDouble right) =>
        right.High == 0 ? left : new(left.Quanta + QuantaOf(right.High) + QuantaOf(right.Low));

    public ScaledNumber ToScaledNumber() => ScaledNumber.FromInteger(Quanta, QuantumExponent);

    private static BigInteger QuantaOf(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var fraction = bits & ((1L << 52) - 1);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var quanta = exponent == 0 ? fraction : (BigInteger)(fraction | (1L << 52)) << (exponent - 1);
        return bits < 0 ? -quanta : quanta;
    }
}
