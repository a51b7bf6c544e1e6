using Concurrency.Workloads.Uptime;

namespace Concurrency.Workloads.Tests.Uptime;

public class AwakeClockTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly PausableTime _time = new();
    private readonly AwakeClock _clock;

    public AwakeClockTests() => _clock = new(_time);

    [Fact]
    public void While_the_process_runs_it_goes_as_the_clock_does()
    {
        var start = _clock.GetTimestamp();
        using var limit = new CancellationTokenSource(Limit, _clock);
        _time.Run(Limit - PausableTime.Step);
        Assert.False(limit.IsCancellationRequested);
        _time.Run(PausableTime.Step);
        Assert.True(limit.IsCancellationRequested);
        Assert.Equal(Limit, _clock.GetElapsedTime(start));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    public void It_stands_still_while_the_process_does(int seconds)
    {
        var start = _clock.GetTimestamp();
        using var limit = new CancellationTokenSource(Limit, _clock);
        var half = Limit / 2;
        _time.Run(half);
        _time.Pause(TimeSpan.FromSeconds(seconds));
        Assert.Equal(half, _clock.GetElapsedTime(start));
        _time.Run(half - PausableTime.Step);
        Assert.False(limit.IsCancellationRequested);
        _time.Run(PausableTime.Step);
        Assert.True(limit.IsCancellationRequested);
        Assert.Equal(Limit, _clock.GetElapsedTime(start));
    }

    [Fact]
    public void A_moment_in_which_the_machine_was_busy_counts()
    {
        var start = _clock.GetTimestamp();
        _time.Pause(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), _clock.GetElapsedTime(start));
    }

    /// <summary>A clock whose timers fire in steps of time, but none of them in a pause: those that were due then are late, and all fire after it.</summary>
    private sealed class PausableTime : TimeProvider
    {
        public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

        private readonly List<Timer> _timers = [];
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(this, () => callback(state));
            timer.Change(dueTime, period);
            _timers.Add(timer);
            return timer;
        }

        public void Run(TimeSpan time)
        {
            for (var end = _now + time; _now < end;) Pause(Step);
        }

        public void Pause(TimeSpan time)
        {
            _now += time;
            // The latest first: nobody can rely on the one that looks after the clock to come before the others.
            foreach (var timer in _timers.AsEnumerable().Reverse().ToList()) timer.FireIfDue();
        }

        private sealed class Timer(PausableTime time, Action fire) : ITimer
        {
            private TimeSpan? _at;
            private TimeSpan _period;

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                (_at, _period) = (dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime, period);
                return true;
            }

            public void FireIfDue()
            {
                if (!(_at <= time._now)) return;
                _at = _period == Timeout.InfiniteTimeSpan ? null : time._now + _period;
                fire();
            }

            public void Dispose() => _at = null;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
