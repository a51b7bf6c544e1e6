using Akka.Actor;
using Akka.Event;
using Concurrency.Actors.Coordination.Rows;
using Concurrency.Actors.Storage;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>Drivers that wait for news of one job. Whoever asked twice is told twice.</summary>
/// <param name="say">Says something as soon as it may be said.</param>
internal sealed class Audience(IJobRows rows, Action<ICanTell, object> say, ILoggingAdapter log)
{
    private readonly List<IActorRef> _watchers = [];
    private readonly List<(IActorRef Driver, PullRows Pull)> _readers = [];

    public bool HasWatchers => _watchers.Count > 0;

    /// <summary>It wants to know how far the job is.</summary>
    public void Watch(IActorRef driver) => _watchers.Add(driver);

    /// <summary>It wants rows.</summary>
    public void Read(IActorRef driver, PullRows pull) => _readers.Add((driver, pull));

    public void TellProgress(JobReport report)
    {
        foreach (var watcher in _watchers) say(watcher, report);
        _watchers.Clear();
    }

    /// <summary>Answers readers with what there is, perhaps nothing.</summary>
    /// <param name="over">See <see cref="IJobRows.PageAsync"/>.</param>
    public void TellRows(long? over)
    {
        foreach (var (driver, pull) in _readers) _ = TellAsync(driver, pull, over);
        _readers.Clear();
    }

    /// <summary>Answers the readers for whom there is a whole page.</summary>
    public void TellFullPages()
    {
        for (var i = _readers.Count - 1; i >= 0; i--)
        {
            var (driver, pull) = _readers[i];
            if (!rows.IsPageFull(pull)) continue;
            _ = TellAsync(driver, pull, over: null);
            _readers.RemoveAt(i);
        }
    }

    /// <summary>There will be no news of the job: nobody is left waiting.</summary>
    public void Dismiss(object answer)
    {
        foreach (var driver in _watchers.Concat(_readers.Select(reader => reader.Driver))) driver.Tell(answer);
        _watchers.Clear();
        _readers.Clear();
    }

    private async Task TellAsync(IActorRef driver, PullRows pull, long? over)
    {
        try
        {
            driver.Tell(await rows.PageAsync(pull, over), ActorRefs.NoSender);
        }
        catch (StoreException damage) when (damage.IsDamage)
        {
            log.Warning("Rows of the job {0} cannot be read: {1}", pull.Job, damage.Message);
            driver.Tell(new Refused(damage.Message), ActorRefs.NoSender);
        }
        catch (Exception e)
        {
            // The driver asks again.
            log.Warning("Rows of the job {0} cannot be read: {1}", pull.Job, e.Message);
        }
    }
}
