using System.Numerics;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// A double-double with a binary exponent of its own, <c>Significand · 2^Exponent</c>: the raw sums and the maximum of the integrand are
/// far outside of a double where their product is not.
/// </summary>
public readonly record struct ScaledNumber
{
    /// <param name="value">Any finite number; scaled so that the significand is in [1, 2), or 0.</param>
    /// <param name="exponent">The value stands for <c>value · 2^exponent</c>.</param>
    public ScaledNumber(DoubleDouble value, int exponent = 0)
    {
        if (value.High == 0) return;
        var shift = Math.ILogB(value.High);
        Significand = value.Scale(-shift);
        Exponent = exponent + shift;
    }

    /// <summary>Magnitude in [1, 2), or 0.</summary>
    public DoubleDouble Significand { get; }

    public int Exponent { get; }

    public bool IsZero => Significand.High == 0;

    /// <summary>A non-negative integer times <c>2^exponent</c>, to 2^-105 relative.</summary>
    public static ScaledNumber FromInteger(BigInteger units, int exponent)
    {
        var excess = Math.Max(0, (int)units.GetBitLength() - 106);
        var top = (UInt128)(units >> excess);
        const int half = 53; // so that either half is an exact double
        var high = (double)(ulong)(top >> half);
        var low = (double)(ulong)(top & ((UInt128.One << half) - 1));
        return new(DoubleDouble.Sum(Math.ScaleB(high, half), low), exponent + excess);
    }

    /// <summary>Relative error at most 4u², u = 2^-53.</summary>
    public static ScaledNumber operator *(ScaledNumber left, ScaledNumber right) =>
        new(left.Significand * right.Significand, left.Exponent + right.Exponent);

    /// <summary>Relative error at most 4u², u = 2^-53.</summary>
    public static ScaledNumber operator +(ScaledNumber left, ScaledNumber right)
    {
        if (right.IsZero) return left;
        if (left.IsZero) return right;
        if (left.Exponent < right.Exponent) (left, right) = (right, left);
        var shift = right.Exponent - left.Exponent;
        return shift < -200 ? left : new(left.Significand + right.Significand.Scale(shift), left.Exponent);
    }

    public static ScaledNumber operator -(ScaledNumber value) => new(-value.Significand, value.Exponent);

    public static ScaledNumber operator -(ScaledNumber left, ScaledNumber right) => left + -right;

    /// <summary>Relative error at most 10u², u = 2^-53.</summary>
    public static ScaledNumber operator /(ScaledNumber left, ScaledNumber right) =>
        new(left.Significand / right.Significand, left.Exponent - right.Exponent);

    /// <summary>Infinite or 0 where the number does not fit.</summary>
    public DoubleDouble ToDoubleDouble() => Significand.Scale(Exponent);

    /// <summary>The nearest double; infinite where the number is too large, 0 where it is too small.</summary>
    public double ToDouble() => Math.ScaleB(Significand.High, Exponent);
}
