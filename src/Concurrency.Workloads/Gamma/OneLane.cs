using System.Runtime.CompilerServices;

namespace Concurrency.Workloads.Gamma;

/// <summary>One lane at a time, where there are no vectors that multiply and add at once.</summary>
internal readonly struct OneLane : ILanes<OneLane>
{
    private readonly double _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private OneLane(double value) => _value = value;

    public static int Count => 1;

    private long Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BitConverter.DoubleToInt64Bits(_value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Create(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Read(ref readonly double first) => new(first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ref double first) => first = _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane FusedMultiplyAdd(OneLane left, OneLane right, OneLane addend) => new(Math.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane WhereLess(OneLane left, OneLane right, OneLane then, OneLane otherwise) => left._value < right._value ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane AddBits(OneLane value, long bits) => OfBits(unchecked(value.Bits + bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane SubtractBits(long bits, OneLane value) => OfBits(unchecked(bits - value.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane AndBits(OneLane value, long bits) => OfBits(value.Bits & bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane OrBits(OneLane value, long bits) => OfBits(value.Bits | bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane ShiftBitsLeft(OneLane value, int count) => OfBits(value.Bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane ShiftBitsRight(OneLane value, int count) => OfBits(value.Bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator +(OneLane left, OneLane right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator -(OneLane left, OneLane right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator *(OneLane left, OneLane right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator /(OneLane left, OneLane right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator -(OneLane value) => new(-value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static OneLane OfBits(long bits) => new(BitConverter.Int64BitsToDouble(bits));
}
