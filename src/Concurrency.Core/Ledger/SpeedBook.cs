namespace Concurrency.Core.Ledger;

/// <summary>How many units a second one slot of each worker has done lately in one job.</summary>
public sealed class SpeedBook
{
    private readonly Dictionary<string, Measure> _workers = new(StringComparer.Ordinal);
    private readonly Measure _all = new();

    public void Record(string worker, long units, TimeSpan elapsed)
    {
        if (!_workers.TryGetValue(worker, out var measure)) _workers[worker] = measure = new();
        measure.Record(units, elapsed);
        _all.Record(units, elapsed);
    }

    public void Forget(string worker) => _workers.Remove(worker);

    /// <summary>The worker's own speed in units a second and slot once it has run for a while, else null.</summary>
    public double? Of(string worker) => _workers.TryGetValue(worker, out var measure) ? measure.Known : null;

    /// <summary>What is known so far of anybody's speed, or null.</summary>
    public double? Guess(string worker) => _workers.GetValueOrDefault(worker)?.Speed ?? _all.Speed;

    /// <summary>Units over seconds, both fading with run time, so that a short run weighs little beside a long one.</summary>
    private sealed class Measure
    {
        /// <summary>Run time after which a measurement counts half, in seconds.</summary>
        private const double HalfLife = 2;

        /// <summary>Run time that makes a speed worth relying on, in seconds.</summary>
        private const double Enough = 0.02;

        private double _units;
        private double _seconds;

        public double? Speed => _seconds > 0 ? _units / _seconds : null;

        public double? Known => _seconds >= Enough ? Speed : null;

        public void Record(long units, TimeSpan elapsed)
        {
            // A run too short for the clock to see is taken as one tick of it.
            var seconds = Math.Max(elapsed.Ticks, 1) / (double)TimeSpan.TicksPerSecond;
            var keep = Math.Pow(0.5, seconds / HalfLife);
            _units = _units * keep + units;
            _seconds = _seconds * keep + seconds;
        }
    }
}
