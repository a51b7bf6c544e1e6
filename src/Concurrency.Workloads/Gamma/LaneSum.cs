using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Concurrency.Workloads.Gamma;

/// <summary>
/// Eight running sums, one a lane, each with what rounding took from it: good to about 2^-100 relative for the few thousand positive
/// terms of a block.
/// </summary>
internal struct LaneSum
{
    private Vector512<double> _high;
    private Vector512<double> _low;

    /// <summary>Adds a term to each lane, by Knuth's TwoSum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<double> terms)
    {
        var sum = _high + terms;
        var added = sum - _high;
        _low += _high - (sum - added) + (terms - added);
        _high = sum;
    }

    /// <summary>The sum over the lanes, each times its weight, in the order of the lanes.</summary>
    /// <param name="weights">Powers of two.</param>
    public readonly DoubleDouble Total(Vector512<double> weights)
    {
        var total = DoubleDouble.Zero;
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
            total += DoubleDouble.Sum(_high[lane], _low[lane]) * weights[lane];

        return total;
    }
}
