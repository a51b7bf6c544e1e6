using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// Eight numbers, each the unevaluated sum of two doubles, one a lane. What <see cref="DoubleDouble"/> is for one, but for the last bits: sums are
/// good to 2^-104 of the larger operand, products to 2^-103 of the product, and nothing is checked.
/// </summary>
internal readonly struct DoubleDoubleLanes
{
    public readonly Vector512<double> High;
    public readonly Vector512<double> Low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DoubleDoubleLanes(Vector512<double> high, Vector512<double> low)
    {
        High = high;
        Low = low;
    }

    /// <summary>The same number in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes Create(DoubleDouble value) => new(Vector512.Create(value.High), Vector512.Create(value.Low));

    /// <summary>The exact sum (Knuth's TwoSum).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes Sum(Vector512<double> left, Vector512<double> right)
    {
        var sum = left + right;
        var rightPart = sum - left;
        return new(sum, left - (sum - rightPart) + (right - rightPart));
    }

    /// <summary>The exact sum where <c>|left| ≥ |right|</c> (Dekker).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes FastSum(Vector512<double> left, Vector512<double> right)
    {
        var sum = left + right;
        return new(sum, right - (sum - left));
    }

    /// <summary>The exact product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes Product(Vector512<double> left, Vector512<double> right)
    {
        var product = left * right;
        return new(product, Vector512.FusedMultiplyAdd(left, right, -product));
    }

    /// <summary>Times a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DoubleDoubleLanes Scale(Vector512<double> power) => new(High * power, Low * power);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes operator +(DoubleDoubleLanes left, DoubleDoubleLanes right)
    {
        var sum = Sum(left.High, right.High);
        return FastSum(sum.High, sum.Low + (left.Low + right.Low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes operator -(DoubleDoubleLanes left, DoubleDoubleLanes right)
    {
        var sum = Sum(left.High, -right.High);
        return FastSum(sum.High, sum.Low + (left.Low - right.Low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes operator *(DoubleDoubleLanes left, DoubleDoubleLanes right)
    {
        var product = Product(left.High, right.High);
        var cross = Vector512.FusedMultiplyAdd(left.High, right.Low, left.Low * right.High);
        return FastSum(product.High, product.Low + cross);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes operator *(DoubleDoubleLanes left, Vector512<double> right)
    {
        var product = Product(left.High, right);
        return FastSum(product.High, Vector512.FusedMultiplyAdd(left.Low, right, product.Low));
    }

    /// <summary>The quotient, to 2^-100: a quotient of the high parts, and another of what it leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes operator /(DoubleDoubleLanes left, DoubleDoubleLanes right)
    {
        var first = left.High / right.High;
        var rest = Vector512.FusedMultiplyAdd(-first, right.High, left.High);
        rest += Vector512.FusedMultiplyAdd(-first, right.Low, left.Low);
        return FastSum(first, rest / right.High);
    }

    /// <summary>The sum over the lanes, in their order.</summary>
    public DoubleDouble Total()
    {
        var total = DoubleDouble.Zero;
        for (var lane = 0; lane < Vector512<double>.Count; lane++) total += DoubleDouble.Sum(High[lane], Low[lane]);
        return total;
    }
}
