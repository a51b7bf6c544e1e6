using System.Runtime.CompilerServices;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// Some numbers, each the unevaluated sum of two doubles, one a lane. What <see cref="DoubleDouble"/> is for one, but for the last bits: sums are
/// good to 2^-104 of the larger operand, products to 2^-103 of the product, and nothing is checked.
/// </summary>
internal readonly struct DoubleDoubleLanes<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    public readonly TLanes High;
    public readonly TLanes Low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DoubleDoubleLanes(TLanes high, TLanes low)
    {
        High = high;
        Low = low;
    }

    /// <summary>The same number in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes<TLanes> Create(DoubleDouble value) => new(TLanes.Create(value.High), TLanes.Create(value.Low));

    /// <summary>The exact sum (Knuth's TwoSum).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes<TLanes> Sum(TLanes left, TLanes right)
    {
        var sum = left + right;
        var rightPart = sum - left;
        return new(sum, left - (sum - rightPart) + (right - rightPart));
    }

    /// <summary>The exact sum where <c>|left| ≥ |right|</c> (Dekker).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes<TLanes> FastSum(TLanes left, TLanes right)
    {
        var sum = left + right;
        return new(sum, right - (sum - left));
    }

    /// <summary>The exact product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes<TLanes> Product(TLanes left, TLanes right)
    {
        var product = left * right;
        return new(product, TLanes.FusedMultiplyAdd(left, right, -product));
    }

    /// <summary>Times a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DoubleDoubleLanes<TLanes> Scale(TLanes power) => new(High * power, Low * power);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes<TLanes> operator +(DoubleDoubleLanes<TLanes> left, DoubleDoubleLanes<TLanes> right)
    {
        var sum = Sum(left.High, right.High);
        return FastSum(sum.High, sum.Low + (left.Low + right.Low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes<TLanes> operator -(DoubleDoubleLanes<TLanes> left, DoubleDoubleLanes<TLanes> right)
    {
        var sum = Sum(left.High, -right.High);
        return FastSum(sum.High, sum.Low + (left.Low - right.Low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes<TLanes> operator *(DoubleDoubleLanes<TLanes> left, DoubleDoubleLanes<TLanes> right)
    {
        var product = Product(left.High, right.High);
        var cross = TLanes.FusedMultiplyAdd(left.High, right.Low, left.Low * right.High);
        return FastSum(product.High, product.Low + cross);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes<TLanes> operator *(DoubleDoubleLanes<TLanes> left, TLanes right)
    {
        var product = Product(left.High, right);
        return FastSum(product.High, TLanes.FusedMultiplyAdd(left.Low, right, product.Low));
    }

    /// <summary>The quotient, to 2^-100: a quotient of the high parts, and another of what it leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDoubleLanes<TLanes> operator /(DoubleDoubleLanes<TLanes> left, DoubleDoubleLanes<TLanes> right)
    {
        var first = left.High / right.High;
        var rest = TLanes.FusedMultiplyAdd(-first, right.High, left.High);
        rest += TLanes.FusedMultiplyAdd(-first, right.Low, left.Low);
        return FastSum(first, rest / right.High);
    }
}
