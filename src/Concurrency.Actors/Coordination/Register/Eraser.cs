using Akka.Actor;
using Concurrency.Actors.Storage;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.JobProtocol;

namespace Concurrency.Actors.Coordination.Register;

/// <summary>Erases the streams of forgotten jobs, one at a time: nobody waits for it, and others need the store more.</summary>
internal sealed class Eraser : ReceiveActor, IWithTimers
{
    private readonly IStoredPages _pages;
    private readonly Backoff _backoff;
    private readonly Queue<JobId> _jobs = [];

    public Eraser(IStoredPages pages, Backoff backoff)
    {
        (_pages, _backoff) = (pages, backoff);
        Receive<Erase>(OnErase);
        Receive<Erased>(OnErased);
        Receive<Next>(_ => Begin());
        Receive<Failed>(_ => Timers.StartSingleTimer(Next.Instance, Next.Instance, _backoff.Next()));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IStoredPages pages, Backoff backoff) => Akka.Actor.Props.Create(() => new Eraser(pages, backoff));

    private void OnErase(Erase erase)
    {
        _jobs.Enqueue(erase.Job);
        if (_jobs.Count == 1) Begin();
    }

    private void OnErased(Erased erased)
    {
        _backoff.Reset();
        Context.Parent.Tell(erased);
        _jobs.Dequeue();
        if (_jobs.Count > 0) Begin();
    }

    private void Begin()
    {
        var job = _jobs.Peek();
        _ = EraseAsync(job).PipeTo(Self, Self, failure: _ => Failed.Instance);
    }

    private async Task<Erased> EraseAsync(JobId job)
    {
        await _pages.EraseAsync(StreamNames.Of(job));
        return new(job);
    }

    private sealed record Next : ILocal
    {
        public static Next Instance { get; } = new();
    }

    private sealed record Failed : ILocal
    {
        public static Failed Instance { get; } = new();
    }
}
