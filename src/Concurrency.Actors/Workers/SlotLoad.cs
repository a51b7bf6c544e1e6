using Concurrency.Actors.Protocol;

namespace Concurrency.Actors.Workers;

/// <summary>How busy the slots of one kind are. A run takes a whole slot, or a share of one.</summary>
internal sealed class SlotLoad(int slots)
{
    private readonly double[] _load = new double[slots];

    /// <summary>Takes a share of the busiest slot that has so much left, so that whole slots stay free for runs that need one.</summary>
    public bool TryTake(double share, out int slot)
    {
        slot = -1;
        for (var other = 0; other < _load.Length; other++)
        {
            if (_load[other] + share <= 1 + JobProtocol.Demand.Rounding && (slot < 0 || _load[other] > _load[slot])) slot = other;
        }

        if (slot < 0) return false;
        _load[slot] += share;
        return true;
    }

    public void GiveBack(int slot, double share) => _load[slot] -= share;
}
