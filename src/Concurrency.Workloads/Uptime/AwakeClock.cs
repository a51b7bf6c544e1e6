namespace Concurrency.Workloads.Uptime;

/// <summary>
/// Time that stands still while this process does. A process that was stopped, or whose machine slept, has heard nothing meanwhile, so no site is to
/// be called silent for it. Such a pause shows as a look at the underlying clock that comes late.
/// </summary>
internal sealed class AwakeClock : TimeProvider
{
    /// <summary>How often it looks, at least.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>A look is later than this only if the process could not run: beyond what a busy machine does.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _look;
    private long _lookedAt;
    private long _asleep;

    public AwakeClock(TimeProvider clock)
    {
        (_clock, _lookedAt) = (clock, clock.GetTimestamp());
        _look = clock.CreateTimer(static self => ((AwakeClock)self!).GetTimestamp(), this, Interval, Interval);
    }

    /// <summary>The system's, for the whole process.</summary>
    public static AwakeClock OfProcess { get; } = new(System);

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _clock.LocalTimeZone;

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            var now = _clock.GetTimestamp();
            if (_clock.GetElapsedTime(_lookedAt, now) > Late) _asleep += now - _lookedAt;
            _lookedAt = now;
            return now - _asleep;
        }
    }

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    /// <param name="period">None: nobody here needs a timer that repeats itself.</param>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whoever is woken before his time, because the process slept for some of it, sleeps on.</summary>
    private sealed class Timer : ITimer
    {
        private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

        private readonly Lock _lock = new();
        private readonly AwakeClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _timer;
        private TimeSpan _due;
        private long _setAt;

        public Timer(AwakeClock clock, TimerCallback callback, object? state)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            _timer = clock._clock.CreateTimer(static self => ((Timer)self!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(period, Timeout.InfiniteTimeSpan);
            lock (_lock)
            {
                (_due, _setAt) = (dueTime, _clock.GetTimestamp());
                return _timer.Change(dueTime, period);
            }
        }

        public void Dispose() => _timer.Dispose();

        public ValueTask DisposeAsync() => _timer.DisposeAsync();

        private void OnTime()
        {
            lock (_lock)
            {
                // It was put off while it was about to fire.
                if (_due == Timeout.InfiniteTimeSpan) return;
                var left = _due - _clock.GetElapsedTime(_setAt);
                if (left > TimeSpan.Zero)
                {
                    _timer.Change(left > Least ? left : Least, Timeout.InfiniteTimeSpan);
                    return;
                }

                _due = Timeout.InfiniteTimeSpan;
            }

            _callback(_state);
        }
    }
}
