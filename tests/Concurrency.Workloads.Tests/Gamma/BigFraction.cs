using System.Globalization;
using System.Numerics;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Workloads.Tests.Gamma;

/// <summary>A number of 2^-1200, to check double-doubles against: sums are exact, products and quotients good to 2^-1200.</summary>
internal readonly record struct BigFraction(BigInteger Value)
{
    private const int Bits = 1200;

    /// <summary>In units of the smallest double.</summary>
    public BigInteger Quanta => Value >> (Bits - 1074);

    public static BigFraction Of(double value)
    {
        var exponent = value == 0 ? 0 : Math.Max(Math.ILogB(value), -1022) - 52;
        return new((BigInteger)Math.ScaleB(value, -exponent) * (BigInteger.One << (exponent + Bits)));
    }

    public static BigFraction Of(DoubleDouble value) => Of(value.High) + Of(value.Low);

    /// <summary>Digits with at most one point.</summary>
    public static BigFraction Parse(string digits)
    {
        var decimals = digits.Length - 1 - digits.IndexOf('.', StringComparison.Ordinal);
        var whole = BigInteger.Parse(digits.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return new((whole << Bits) / BigInteger.Pow(10, decimals));
    }

    public static BigFraction operator +(BigFraction left, BigFraction right) => new(left.Value + right.Value);

    public static BigFraction operator -(BigFraction left, BigFraction right) => new(left.Value - right.Value);

    public static BigFraction operator *(BigFraction left, BigFraction right) => new((left.Value * right.Value) >> Bits);

    public static BigFraction operator /(BigFraction left, BigFraction right) => new((left.Value << Bits) / right.Value);

    /// <summary>Relative error in units of 2^-106.</summary>
    public double ErrorOf(DoubleDouble actual) =>
        Value.IsZero ? (actual.High == 0 ? 0 : double.PositiveInfinity) : Math.Exp(BigInteger.Log(BigInteger.Abs(Of(actual).Value - Value)) - BigInteger.Log(BigInteger.Abs(Value))) * Math.ScaleB(1, 106);
}
