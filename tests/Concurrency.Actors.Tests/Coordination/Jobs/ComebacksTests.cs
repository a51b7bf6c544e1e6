using Concurrency.Actors.Coordination.Jobs;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Tests.Coordination.Jobs;

public class ComebacksTests
{
    private static readonly JobId Job = new("test-1");

    private readonly Comebacks _comebacks = new(() => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)), enough: TimeSpan.FromSeconds(5));
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_job_that_crashes_whenever_it_is_back_is_waited_for_longer_and_longer()
    {
        Assert.Equal([1, 2, 4, 5, 5], Enumerable.Range(0, 5).Select(_ => WaitAfter(seconds: 1)));
        Assert.Equal(1, _comebacks.Next(new("test-2"), _now).TotalSeconds);
    }

    [Fact]
    public void A_job_that_does_not_come_back_is_waited_for_longer_and_longer()
    {
        Assert.Equal([1, 2, 4], Enumerable.Range(0, 3).Select(_ => _comebacks.Next(Job, _now += TimeSpan.FromMinutes(1)).TotalSeconds));
    }

    [Fact]
    public void A_job_that_was_back_for_a_while_is_waited_for_as_at_first()
    {
        Assert.Equal([1, 2], Enumerable.Range(0, 2).Select(_ => WaitAfter(seconds: 5)));
        Assert.Equal(1, WaitAfter(seconds: 6));
        Assert.Equal(2, WaitAfter(seconds: 1));
        _comebacks.Forget(Job);
        Assert.Equal(1, WaitAfter(seconds: 1));
    }

    /// <summary>How long to wait after it was back for so long.</summary>
    private double WaitAfter(int seconds)
    {
        _comebacks.Back(Job, _now);
        return _comebacks.Next(Job, _now += TimeSpan.FromSeconds(seconds)).TotalSeconds;
    }
}
