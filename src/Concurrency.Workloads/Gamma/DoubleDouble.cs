namespace Concurrency.Workloads.Gamma;

/// <summary>
/// An unevaluated sum of two doubles, <c>High + Low</c> with <c>|Low| &lt;= ulp(High)/2</c>: about 32 decimal digits.
/// </summary>
/// <remarks>
/// Only <c>+ − × ÷</c> and fused multiply-add are used, so results have the same bits on all hardware. Algorithms: T. J. Dekker, "A
/// floating-point technique for extending the available precision" (1971); D. E. Knuth, TAOCP vol. 2, 4.2.2 (TwoSum); Y. Hida, X. S. Li
/// and D. H. Bailey, "Library for double-double and quad-double arithmetic" (2007); error bounds after M. Joldes, J.-M. Muller and
/// V. Popescu, "Tight and rigorous error bounds for basic building blocks of double-word arithmetic" (2017), with u = 2^-53. They hold
/// as long as neither the result nor its low part leaves the normal range of a double.
/// </remarks>
public readonly record struct DoubleDouble
{
    private DoubleDouble(double high, double low)
    {
        High = high;
        Low = low;
    }

    /// <summary>The number rounded to a double.</summary>
    public double High { get; }

    /// <summary>What <see cref="High"/> lacks.</summary>
    public double Low { get; }

    public static DoubleDouble Zero => default;

    public static DoubleDouble One => 1;

    /// <summary>The exact sum of any two doubles (Knuth's TwoSum), unless it overflows.</summary>
    public static DoubleDouble Sum(double left, double right)
    {
        var sum = left + right;
        var rightPart = sum - left;
        return new(sum, left - (sum - rightPart) + (right - rightPart));
    }

    /// <summary>The exact product of two doubles, unless it or its low part leaves the normal range.</summary>
    public static DoubleDouble Product(double left, double right)
    {
        var product = left * right;
        return new(product, Math.FusedMultiplyAdd(left, right, -product));
    }

    /// <summary>The number times <c>2^exponent</c>: exact unless it leaves the normal range.</summary>
    public DoubleDouble Scale(int exponent) => new(Math.ScaleB(High, exponent), Math.ScaleB(Low, exponent));

    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static DoubleDouble operator -(DoubleDouble value) => new(-value.High, -value.Low);

    /// <summary>Relative error at most 3u² (accurate even where the operands cancel).</summary>
    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        var high = Sum(left.High, right.High);
        var low = Sum(left.Low, right.Low);
        var first = FastSum(high.High, high.Low + low.High);
        return FastSum(first.High, first.Low + low.Low);
    }

    public static DoubleDouble operator -(DoubleDouble left, DoubleDouble right) => left + -right;

    /// <summary>Relative error at most 2u².</summary>
    public static DoubleDouble operator +(DoubleDouble left, double right)
    {
        var high = Sum(left.High, right);
        return FastSum(high.High, high.Low + left.Low);
    }

    public static DoubleDouble operator -(DoubleDouble left, double right) => left + -right;

    /// <summary>Relative error at most 4u².</summary>
    public static DoubleDouble operator *(DoubleDouble left, DoubleDouble right)
    {
        var product = Product(left.High, right.High);
        var cross = Math.FusedMultiplyAdd(left.Low, right.High, left.Low * right.Low);
        return FastSum(product.High, product.Low + Math.FusedMultiplyAdd(left.High, right.Low, cross));
    }

    /// <summary>Relative error at most 2u².</summary>
    public static DoubleDouble operator *(DoubleDouble left, double right)
    {
        var product = Product(left.High, right);
        return FastSum(product.High, Math.FusedMultiplyAdd(left.Low, right, product.Low));
    }

    /// <summary>Long division with three quotient digits (Hida, Li and Bailey); relative error at most 10u².</summary>
    public static DoubleDouble operator /(DoubleDouble left, DoubleDouble right)
    {
        var first = left.High / right.High;
        var rest = left - (right * first);
        var second = rest.High / right.High;
        rest -= right * second;
        return FastSum(first, second) + (rest.High / right.High);
    }

    /// <summary>Relative error at most 3u².</summary>
    public static DoubleDouble operator /(DoubleDouble left, double right)
    {
        var first = left.High / right;
        var product = Product(first, right);
        var rest = left.High - product.High - product.Low + left.Low;
        return FastSum(first, rest / right);
    }

    public override string ToString() => $"{High:R} + {Low:R}";

    /// <summary>Dekker's sum of two doubles: exact if <c>|left| &gt;= |right|</c>.</summary>
    private static DoubleDouble FastSum(double left, double right)
    {
        var sum = left + right;
        return new(sum, right - (sum - left));
    }
}
