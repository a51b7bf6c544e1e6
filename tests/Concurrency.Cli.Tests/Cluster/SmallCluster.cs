using Concurrency.Actors.Configuration;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Nodes;
using Concurrency.Core.Contract;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Cli.Tests.Cluster;

/// <summary>A seed and a worker of two slots in this process, at a port that is free. Tests that share it run one after another.</summary>
public sealed class SmallCluster : IAsyncLifetime, IDisposable
{
    private readonly Prober _prober = new();
    private readonly List<(CancellationTokenSource Stop, Task Ended)> _workers = [];
    private SeedNode? _seed;

    /// <summary>What to give to verbs.</summary>
    public string Join => $"--join {Place}";

    public HostPort Place => _seed!.Place;

    private WorkloadCatalog Catalog => Cli.Cluster.Workloads.All(_prober);

    public async Task InitializeAsync()
    {
        await StartSeedAsync(new("127.0.0.1", 0));
        await StartWorkerAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var (stop, ended) in _workers)
        {
            await stop.CancelAsync();
            await ended;
            stop.Dispose();
        }

        await _seed!.DisposeAsync();
    }

    public void Dispose() => _prober.Dispose();

    /// <summary>Ends the seed, with all the jobs that it has, and starts another at the same place.</summary>
    public async Task RestartSeedAsync()
    {
        var place = Place;
        await _seed!.DisposeAsync();
        await StartSeedAsync(place);
    }

    /// <summary>Starts a worker, and waits until the coordinator knows it.</summary>
    /// <returns>Its name, and what ends when it does.</returns>
    public async Task<(string Name, Task Ended)> StartWorkerAsync()
    {
        var (name, stop, found) = (PeerName.New("w"), new CancellationTokenSource(), new TaskCompletionSource());
        var node = new WorkerNode(new(name, 2, [Place]), NodeSecurity.None, Catalog, ConfigurationFiles.Load());
        var ended = node.RunAsync(news => Found(news), CancellationToken.None, stop.Token);
        _workers.Add((stop, ended));
        await found.Task;
        await KnowsAsync(name, isThere: true);
        return (name, ended);

        void Found(LinkNews news)
        {
            if (news is LinkNews.Found) found.TrySetResult();
        }
    }

    /// <summary>Waits until the coordinator knows a worker, or knows it no more.</summary>
    public async Task KnowsAsync(string name, bool isThere)
    {
        await using var driver = await DriverNode.JoinAsync([Place], NodeSecurity.None, ConfigurationFiles.Load());
        while ((await driver.WorkersAsync()).Any(worker => string.Equals(worker.Name, name, StringComparison.Ordinal)) != isThere)
        {
            // Every asking is a round trip; the worker says Hello in its own time.
        }
    }

    private async Task StartSeedAsync(HostPort place) =>
        _seed = await SeedNode.StartAsync(new(place, place, []), NodeSecurity.None, Catalog, ConfigurationFiles.Load("local seed", overrides: "concurrency.store.provider = memory"));
}

[CollectionDefinition(nameof(SmallCluster))]
public sealed class SmallClusterTests : ICollectionFixture<SmallCluster>;
