using Concurrency.Actors.Protocol;

namespace Concurrency.Actors.Workers;

/// <summary>How busy the slots of one kind are. A run takes a whole slot, or a share of one.</summary>
internal sealed class SlotLoad(int slots)
{
    private readonly double[] _load = new double[slots];
    private readonly HashSet<int> _kept = [];
    private double _claimed;

    /// <summary>Whoever asks from here on comes first.</summary>
    public void ForgetClaims()
    {
        _kept.Clear();
        _claimed = 0;
    }

    /// <summary>
    /// A run for which no slot has room yet: the least busy one is kept for it, so that it comes free however many smaller runs there are.
    /// </summary>
    /// <returns>Whether anybody else may still have room beside it.</returns>
    public bool Claim(double share)
    {
        _claimed += share;
        if (LeastBusy() is { } slot) _kept.Add(slot);
        return _kept.Count < _load.Length && _load.Sum() + _claimed < slots;
    }

    /// <summary>
    /// Takes a share of the busiest slot that has so much left, so that whole slots stay free for runs that need one; but not of what was
    /// claimed before, neither of the slots that are kept nor of all of them together.
    /// </summary>
    public bool TryTake(double share, out int slot)
    {
        slot = -1;
        if (_load.Sum() + _claimed + share > slots + JobProtocol.Demand.Rounding) return false;
        for (var other = 0; other < _load.Length; other++)
        {
            if (_kept.Contains(other) || _load[other] + share > 1 + JobProtocol.Demand.Rounding) continue;
            if (slot < 0 || _load[other] > _load[slot]) slot = other;
        }

        if (slot < 0) return false;
        _load[slot] += share;
        return true;
    }

    public void GiveBack(int slot, double share) => _load[slot] -= share;

    private int? LeastBusy()
    {
        int? least = null;
        for (var slot = 0; slot < _load.Length; slot++)
        {
            if (!_kept.Contains(slot) && (least is not { } other || _load[slot] < _load[other])) least = slot;
        }

        return least;
    }
}
