using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Coordination;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Protocol;
using Concurrency.Actors.Storage;
using Concurrency.Core.Contract;

namespace Concurrency.Actors.Nodes;

/// <summary>Where a seed is, for itself and for others.</summary>
/// <param name="Listen">The address that it listens at; port 0 is one that is free.</param>
/// <param name="Advertise">The address that others reach it by, and that it goes by.</param>
/// <param name="Others">The other seeds, by the addresses that they go by.</param>
public sealed record SeedPlace(HostPort Listen, HostPort Advertise, IReadOnlyList<HostPort> Others);

/// <summary>Why a seed has ended.</summary>
public enum SeedEnd
{
    /// <summary>Nobody outside of it had it end.</summary>
    Unknown,

    /// <summary>The other seeds have put it out.</summary>
    PutOut,

    /// <summary>It had the coordinator, and a coordinator that it does not know of has taken the jobs.</summary>
    Deposed,
}

/// <summary>A seed: a member of the small cluster that keeps one coordinator alive, and a gateway for workers and drivers.</summary>
public sealed class SeedNode : IAsyncDisposable
{
    private readonly ActorSystem _system;

    private SeedNode(ActorSystem system, JobStorage? storage)
    {
        (_system, Storage) = (system, storage);
        Place = HostPort.Of(Cluster.Get(system).SelfAddress);
    }

    /// <summary>What peers give to <c>--join</c>.</summary>
    public HostPort Place { get; }

    /// <summary>Where jobs are kept; null for in memory alone.</summary>
    public JobStorage? Storage { get; }

    /// <summary>The system that everything lives in; jobs' notices are published on its EventStream.</summary>
    public ActorSystem System => _system;

    /// <summary>Ends when the node has.</summary>
    public Task<SeedEnd> Ended => EndedAsync();

    /// <summary>Starts a seed and waits until it is a member: by itself, or with the others that it is told of.</summary>
    /// <param name="config">See <see cref="ConfigurationFiles.Load"/>, with the overlay <c>seed</c>.</param>
    /// <param name="say">Takes what becomes of the other seeds, in sentences for the user and from other threads; null for nobody.</param>
    /// <exception cref="BadSettingException">It cannot listen there, or a setting cannot be.</exception>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before the seed was a member; nothing of it is left.</exception>
    public static async Task<SeedNode> StartAsync(
        SeedPlace place,
        NodeSecurity security,
        WorkloadCatalog catalog,
        Config config,
        Action<string>? say = null,
        TimeProvider? time = null,
        CancellationToken cancelled = default)
    {
        var settings = EngineSettings.Read(config);
        Check(place, settings);
        var storage = JobStorage.Of(settings.Store);
        var system = NodeSystem.OfSeed(place.Listen, place.Advertise, security, config, storage);
        try
        {
            storage?.Open(StateFolder.Of(HostPort.Of(((ExtendedActorSystem)system).Provider.DefaultAddress), Environment.GetEnvironmentVariable));
            var cluster = Cluster.Get(system);
            // A seed without a coordinator that works would be taken for one with it: it leaves, so that another has one, or somebody starts it again.
            EventWatch.Start<JobProtocol.Deposed>(system, deposed => _ = CoordinatedShutdown.Get(system).Run(DeposedReason.Instance));
            if (storage is not null) system.ActorOf(StoreWarmer.Props($"{HostPort.Of(cluster.SelfAddress)}", storage.Pages, time ?? TimeProvider.System), "store-warmer");
            var coordinator = Coordinator.Props(catalog, settings, time ?? TimeProvider.System, storage?.Pages);
            var manager = system.ActorOf(
                ClusterSingletonManager.Props(coordinator, PoisonPill.Instance, ClusterSingletonManagerSettings.Create(system)), "coordinator");
            var proxy = system.ActorOf(
                ClusterSingletonProxy.Props(manager.Path.ToStringWithoutAddress(), ClusterSingletonProxySettings.Create(system)), "coordinator-proxy");
            system.ActorOf(SeedGateway.Props(proxy, () => Seeds(cluster)), SeedGateway.Name);
            var others = place.Others.ToHashSet();
            system.ActorOf(AssociationSweeper.Props(address => !others.Contains(HostPort.Of(address)) && !cluster.State.Members.Any(member => member.Address.Equals(address))));

            Address[] neighbours = [.. place.Others.Select(other => other.AddressLike(cluster.SelfAddress))];
            if (say is not null) system.ActorOf(OtherSeeds.Props(neighbours, settings.CoordinatorSilence, say), "other-seeds");
            // The same order at every seed, since the first is the one that begins when no other answers.
            var addresses = neighbours
                .Append(cluster.SelfAddress).Distinct().Order(Akka.Cluster.Member.AddressOrdering).ToList();
            await cluster.JoinSeedNodesAsync(addresses, cancelled);
            return new(system, storage);
        }
        catch
        {
            await system.Terminate();
            storage?.Dispose();
            cancelled.ThrowIfCancellationRequested(); // which Akka calls a failure to join
            throw;
        }
    }

    /// <exception cref="BadSettingException">The settings are not for a seed at this place.</exception>
    public static void Check(SeedPlace place, EngineSettings settings)
    {
        if (settings.Store.Provider == StoreProvider.Sqlite && place.Others.Count > 0)
        {
            throw new BadSettingException(
                "A seed that joins others keeps jobs where the others find them, but concurrency.store.provider is 'sqlite', which is a file of one seed: set it "
                + "to postgresql, with concurrency.store.postgresql.connection-string; or start each of them with --in-memory, if jobs may be lost.");
        }
    }

    /// <summary>Leaves the cluster in order, so that another seed takes the coordinator over at once, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance);
        await _system.WhenTerminated;
        Storage?.Dispose();
    }

    private static IReadOnlyList<string> Seeds(Cluster cluster) =>
        [.. cluster.State.Members.Where(member => member.Status == MemberStatus.Up).Select(member => HostPort.Of(member.Address).ToString())];

    private async Task<SeedEnd> EndedAsync()
    {
        await _system.WhenTerminated;
        return CoordinatedShutdown.Get(_system).ShutdownReason switch
        {
            CoordinatedShutdown.ClusterDowningReason => SeedEnd.PutOut,
            DeposedReason => SeedEnd.Deposed,
            _ => SeedEnd.Unknown,
        };
    }

    private sealed class DeposedReason : CoordinatedShutdown.Reason
    {
        public static DeposedReason Instance { get; } = new();

        public override int ExitCode => 1;
    }
}
