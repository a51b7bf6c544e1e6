namespace Concurrency.Actors.Coordination.Workers;

/// <summary>
/// The slot-seconds that a job has had, with what the leases that are out will take: what was expected of them when they went out, or what
/// they have taken by now, if that is more.
/// </summary>
internal sealed class Account
{
    /// <summary>
    /// As long as no chunk of the job is done, one that has taken so long may well take as long again. So long chunks do not pile up
    /// before anybody knows that they are long.
    /// </summary>
    private const double AsLongAgain = 2;

    private double _paid;
    private int _leases;
    private double _expected;

    // Slots that running leases have, and the sum of when each was taken: so what they have taken by now is one product.
    private double _slots;
    private double _since;

    /// <summary>How long chunks of the job take.</summary>
    public MeanTime Chunks { get; } = new();

    /// <param name="now">In seconds, from any time on.</param>
    public double SlotSeconds(double now)
    {
        var taken = _slots * now - _since;
        return _paid + (Chunks.Seconds is null ? _expected + AsLongAgain * taken : Math.Max(_expected, taken));
    }

    /// <summary>A lease goes out.</summary>
    public void Lend(Outstanding lease)
    {
        _leases++;
        _expected += lease.Estimate;
    }

    /// <summary>A lease begins to take slots.</summary>
    public void Begin(Outstanding lease, double now)
    {
        _slots += lease.Slots;
        _since += lease.Slots * now;
    }

    /// <summary>A lease is over that took so many slot-seconds.</summary>
    public void Settle(Outstanding lease, double slotSeconds)
    {
        _paid += slotSeconds;
        _expected -= lease.Estimate;
        if (lease.BegunAt is { } begun)
        {
            _slots -= lease.Slots;
            _since -= lease.Slots * begun;
        }

        // Sums of what comes and goes are not exact for ever.
        if (--_leases == 0) (_expected, _slots, _since) = (0, 0, 0);
    }

    /// <summary>The job gets nothing for so many slot-seconds.</summary>
    public void Waive(double slotSeconds) => _paid += slotSeconds;
}

/// <summary>How long chunks take, the latest ones most of all.</summary>
internal sealed class MeanTime
{
    /// <summary>How much the latest weighs.</summary>
    private const double Fresh = 0.2;

    /// <summary>Null when there was none.</summary>
    public double? Seconds { get; private set; }

    public void Add(TimeSpan elapsed) => Seconds = Seconds is { } mean ? mean + Fresh * (elapsed.TotalSeconds - mean) : elapsed.TotalSeconds;
}
