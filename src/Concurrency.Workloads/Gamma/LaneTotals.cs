using System.Runtime.CompilerServices;

namespace Concurrency.Workloads.Gamma;

/// <summary>What has been summed in each of the <see cref="SubBlocks.AtOnce"/> lanes, in double-double.</summary>
internal struct LaneTotals
{
    private Doubles _high;
    private Doubles _low;

    /// <summary>Of as many lanes as there are at once, from one on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly DoubleDoubleLanes<TLanes> Read<TLanes>(int lane)
        where TLanes : struct, ILanes<TLanes> => new(TLanes.Read(in _high[lane]), TLanes.Read(in _low[lane]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write<TLanes>(int lane, in DoubleDoubleLanes<TLanes> totals)
        where TLanes : struct, ILanes<TLanes>
    {
        totals.High.Write(ref _high[lane]);
        totals.Low.Write(ref _low[lane]);
    }

    /// <summary>The sum over the lanes, in their order.</summary>
    public readonly DoubleDouble Total()
    {
        var total = DoubleDouble.Zero;
        for (var lane = 0; lane < SubBlocks.AtOnce; lane++) total += DoubleDouble.Sum(_high[lane], _low[lane]);
        return total;
    }

    [InlineArray(SubBlocks.AtOnce)]
    private struct Doubles
    {
        private double _first;
    }
}
