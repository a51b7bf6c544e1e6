using Akka.Actor;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Security;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Actors.Nodes;

/// <summary>A driver's connection to a cluster. It submits and watches; jobs do not depend on it.</summary>
public sealed class DriverNode : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly IActorRef _link;

    private DriverNode(ActorSystem system, IActorRef link, JobClient jobs) => (_system, _link, Jobs) = (system, link, jobs);

    public JobClient Jobs { get; }

    /// <summary>Finds the coordinator by way of any of the seeds. Of seeds that answer but have none it waits for one, for <c>driver.answer-timeout</c>.</summary>
    /// <param name="seeds">At least one.</param>
    /// <param name="news">Hears what becomes of the connection, from other threads; null for nobody.</param>
    /// <exception cref="NoAnswerException">There is none to be found; the sentence says what may be wrong.</exception>
    /// <exception cref="BadSettingException">A setting cannot be.</exception>
    public static async Task<DriverNode> JoinAsync(
        IReadOnlyList<HostPort> seeds,
        NodeSecurity security,
        Config config,
        Action<LinkNews>? news = null,
        TimeProvider? time = null,
        CancellationToken cancelled = default)
    {
        time ??= TimeProvider.System;
        var settings = EngineSettings.Read(config);
        var clock = new SteadyClock(time);
        var patience = clock.Now + settings.AnswerTimeout;
        var name = PeerName.New("d");
        var system = NodeSystem.OfPeer(name, listen: null, advertise: null, security, config);
        var found = new TaskCompletionSource<LinkNews>(TaskCreationOptions.RunContinuationsAsynchronously);
        JobClient? jobs = null;
        try
        {
            var link = system.ActorOf(SeedLink.Props(name, seeds, SeedGateway.Name, settings, time, OnNews), SecretName.New());
            return await found.Task.WaitAsync(cancelled) switch
            {
                LinkNews.Unanswered unanswered => throw new NoAnswerException(unanswered.Sentence),
                LinkNews.Refused refused => throw new NoAnswerException(refused.Sentence),
                _ => new(system, link, jobs = new(link, settings, time)),
            };
        }
        catch
        {
            await system.Terminate();
            throw;
        }

        void OnNews(LinkNews said)
        {
            if (said is not LinkNews.Vacant || clock.Now >= patience) found.TrySetResult(said);
            if (said is LinkNews.Found) jobs?.AskAgain();
            news?.Invoke(said);
        }
    }

    /// <summary>The workers that the coordinator knows, in the order of their names.</summary>
    /// <exception cref="NoAnswerException">Nobody answered in time.</exception>
    public Task<IReadOnlyList<WorkerSummary>> WorkersAsync(CancellationToken cancelled = default) => Jobs.WorkersAsync(cancelled);

    /// <summary>The seeds that the driver was told of, by the user or by other seeds, in the order of their addresses.</summary>
    public async Task<IReadOnlyList<SeedSummary>> SeedsAsync(CancellationToken cancelled = default) =>
        (await _link.Ask<SeedList>(new ListSeeds(), cancelled)).Seeds;

    /// <summary>Has a worker finish what it runs and end.</summary>
    /// <exception cref="Core.Contract.BadJobException">There is no such worker.</exception>
    /// <exception cref="NoAnswerException">Nobody answered in time.</exception>
    public Task DrainAsync(string worker, CancellationToken cancelled = default) => Jobs.DrainAsync(worker, cancelled);

    public async ValueTask DisposeAsync() => await _system.Terminate();
}
