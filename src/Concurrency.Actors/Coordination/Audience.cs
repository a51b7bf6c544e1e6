using Akka.Actor;
using Akka.Event;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Coordination;

/// <summary>Drivers that wait for news of one job. Whoever asked twice is told twice.</summary>
/// <param name="say">Says something as soon as it may be said.</param>
internal sealed class Audience(JobId job, IJobRows rows, Action<ICanTell, object> say, ILoggingAdapter log)
{
    private readonly List<IActorRef> _watchers = [];
    private readonly List<(IActorRef Driver, long Cursor)> _readers = [];

    public bool HasWatchers => _watchers.Count > 0;

    /// <summary>It wants to know how far the job is.</summary>
    public void Watch(IActorRef driver) => _watchers.Add(driver);

    /// <summary>It wants the rows from the cursor on.</summary>
    public void Read(IActorRef driver, long cursor) => _readers.Add((driver, cursor));

    public void TellProgress(JobReport report)
    {
        foreach (var watcher in _watchers) say(watcher, report);
        _watchers.Clear();
    }

    /// <summary>Answers readers with what there is, perhaps nothing.</summary>
    public void TellRows(bool isOver)
    {
        foreach (var (driver, cursor) in _readers) _ = TellAsync(driver, rows.PageFromAsync(job, cursor, isOver));
        _readers.Clear();
    }

    /// <summary>Answers the readers for whom there is a whole page.</summary>
    public void TellFullPages()
    {
        for (var i = _readers.Count - 1; i >= 0; i--)
        {
            if (!rows.IsPageFull(_readers[i].Cursor)) continue;
            _ = TellAsync(_readers[i].Driver, rows.PageFromAsync(job, _readers[i].Cursor, isOver: false));
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

    private async Task TellAsync(IActorRef driver, ValueTask<RowPage> page)
    {
        try
        {
            driver.Tell(await page, ActorRefs.NoSender);
        }
        catch (Exception e)
        {
            // The driver asks again.
            log.Warning("Rows of the job {0} cannot be read: {1}", job, e.Message);
        }
    }
}
