using System.Collections.Concurrent;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Nodes;
using Concurrency.Core.Contract;

namespace Concurrency.Actors.Tests.Nodes;

/// <summary>Seeds, workers and drivers in this process, each with a system of its own and real connections between them.</summary>
internal sealed class TestCluster(IWorkload workload) : IAsyncDisposable
{
    private static readonly HostPort AnyPort = new("127.0.0.1", 0);
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(60);

    private readonly List<SeedNode> _seeds = [];
    private readonly List<RunningWorker> _workers = [];
    private readonly WorkloadCatalog _catalog = new(workload);

    public static Config SeedConfig { get; } = ConfigurationFiles.Load("local seed", overrides: "concurrency.store.provider = memory");

    public static Config PeerConfig { get; } = ConfigurationFiles.Load();

    public async Task<SeedNode> StartSeedAsync(HostPort? at = null, params IReadOnlyList<HostPort> others)
    {
        using var limit = new CancellationTokenSource(Watchdog);
        var listen = at ?? AnyPort;
        var seed = await SeedNode.StartAsync(new(listen, listen, others), NodeSecurity.None, _catalog, SeedConfig, cancelled: limit.Token);
        _seeds.Add(seed);
        return seed;
    }

    public RunningWorker StartWorker(int slots, params IReadOnlyList<HostPort> seeds)
    {
        var worker = new RunningWorker(new(PeerName.New("w"), slots, seeds), _catalog);
        _workers.Add(worker);
        return worker;
    }

    public static Task<DriverNode> JoinAsync(params IReadOnlyList<HostPort> seeds) => DriverNode.JoinAsync(seeds, NodeSecurity.None, PeerConfig);

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers) await worker.DisposeAsync();
        foreach (var seed in _seeds) await seed.DisposeAsync();
    }

    /// <summary>A worker that works until it is told not to.</summary>
    internal sealed class RunningWorker : IAsyncDisposable
    {
        private readonly BlockingCollection<LinkNews> _news = [];
        private readonly CancellationTokenSource _drain = new();
        private readonly CancellationTokenSource _stop = new();

        public RunningWorker(WorkerPlace place, WorkloadCatalog catalog)
        {
            Name = place.Name;
            Ended = new WorkerNode(place, NodeSecurity.None, catalog, PeerConfig).RunAsync(_news.Add, _drain.Token, _stop.Token);
        }

        public string Name { get; }

        public Task<string?> Ended { get; }

        /// <summary>Waits for news of a kind; what comes before it is passed over.</summary>
        public T Await<T>() where T : LinkNews
        {
            while (_news.TryTake(out var news, Watchdog))
            {
                if (news is T expected) return expected;
            }

            throw new TimeoutException($"There was no {typeof(T).Name}.");
        }

        public void Drain() => _drain.Cancel();

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Ended;
            _stop.Dispose();
            _drain.Dispose();
            _news.Dispose();
        }
    }
}
