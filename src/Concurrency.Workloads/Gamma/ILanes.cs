using System.Numerics;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// As many doubles as a processor computes at once: some or all of the <see cref="SubBlocks.AtOnce"/> lanes of a sum. What a lane comes to does not depend on how
/// many there are beside it, so neither do the bits of a sum. The framework has such an interface of its vectors, but keeps it to itself.
/// </summary>
internal interface ILanes<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>,
    ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>,
    IUnaryNegationOperators<TSelf, TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }

    /// <summary>The same number in each lane.</summary>
    static abstract TSelf Create(double value);

    static abstract TSelf Read(ref readonly double first);

    void Write(ref double first);

    static abstract TSelf FusedMultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>In each lane one or the other, as left is less than right or not.</summary>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf then, TSelf otherwise);

    /// <summary>As all operations on bits, on a double's as a whole number.</summary>
    static abstract TSelf AddBits(TSelf value, long bits);

    static abstract TSelf SubtractBits(long bits, TSelf value);

    static abstract TSelf AndBits(TSelf value, long bits);

    static abstract TSelf OrBits(TSelf value, long bits);

    static abstract TSelf ShiftBitsLeft(TSelf value, int count);

    /// <summary>Zeros come from the left.</summary>
    static abstract TSelf ShiftBitsRight(TSelf value, int count);
}
