using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Protocol;
using Concurrency.Actors.Security;
using Concurrency.Actors.Workers;
using Concurrency.Core.Contract;

namespace Concurrency.Actors.Nodes;

/// <summary>Who a worker is, and whom it works for.</summary>
/// <param name="Name">Unlike that of any other worker, since it is also its address.</param>
/// <param name="Slots">CPU slots, a thread each, and as many I/O slots; at least 1.</param>
/// <param name="Seeds">At least one.</param>
/// <param name="Listen">Where it listens; null for nowhere but this machine, since nobody needs to dial it.</param>
/// <param name="Advertise">What it is called instead of its name; null for its name.</param>
public sealed record WorkerPlace(string Name, int Slots, IReadOnlyList<HostPort> Seeds, HostPort? Listen = null, HostPort? Advertise = null)
{
    /// <summary>The name of the actor that lets workers in.</summary>
    public string Gateway { get; init; } = SeedGateway.Name;
}

/// <summary>A worker that has a process to itself: it finds the coordinator, works for it, and finds it again whenever it was lost.</summary>
public sealed class WorkerNode(WorkerPlace place, NodeSecurity security, WorkloadCatalog catalog, Config config, TimeProvider? time = null)
{
    private static readonly TimeSpan[] Backoff = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Works until it is told to drain, or is refused.</summary>
    /// <param name="news">Hears of the way to the coordinator, from other threads.</param>
    /// <param name="drain">Finish what runs, hand back the rest, and return.</param>
    /// <param name="stop">Return now.</param>
    /// <returns>Null after a drain; the sentence of a seed that does not understand this program.</returns>
    /// <exception cref="BadSettingException">It cannot listen there, or a setting cannot be.</exception>
    public async Task<string?> RunAsync(Action<LinkNews> news, CancellationToken drain, CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            var end = await RunOnceAsync(news, drain, stop);
            if (end is not Quarantined) return (end as LinkNews.Refused)?.Sentence;

            // A seed that has given this system up for good talks to a new one. What ran here is lost, and is run again elsewhere.
            await Task.Delay(Backoff[Math.Min(attempt, Backoff.Length - 1)], _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<object?> RunOnceAsync(Action<LinkNews> news, CancellationToken drain, CancellationToken stop)
    {
        var settings = EngineSettings.Read(config);
        var system = NodeSystem.OfPeer(place.Name, place.Listen, place.Advertise, security, Worker.ThreadsFor(place.Slots).WithFallback(config));
        try
        {
            var ended = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
            EventWatch.Start<ThisActorSystemQuarantinedEvent>(system, _ => ended.TrySetResult(new Quarantined()));
            EventWatch.Start<WorkerProtocol.Drained>(system, _ => ended.TrySetResult(null));
            var link = system.ActorOf(SeedLink.Props(place.Name, place.Seeds, place.Gateway, settings, _time, OnNews), SecretName.New());
            var worker = system.ActorOf(Worker.Props(place.Name, new(place.Slots, place.Slots), link, catalog, settings, _time, isRemote: true), SecretName.New());

            await using var draining = drain.UnsafeRegister(_ => worker.Tell(new WorkerProtocol.Drain()), state: null);
            await using var stopping = stop.UnsafeRegister(_ => ended.TrySetResult(null), state: null);
            return await ended.Task;

            void OnNews(LinkNews said)
            {
                news(said);
                if (said is LinkNews.Refused) ended.TrySetResult(said);
            }
        }
        finally
        {
            await system.Terminate();
        }
    }

    private sealed record Quarantined;
}
