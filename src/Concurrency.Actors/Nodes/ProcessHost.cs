using Akka.Actor;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Coordination;
using Concurrency.Actors.Driving;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Security;
using Concurrency.Actors.Storage;
using Concurrency.Core.Contract;

namespace Concurrency.Actors.Nodes;

/// <summary>
/// A coordinator in the driver's own process, for workers that are processes of this machine. It listens on loopback only, where other
/// users of the machine may knock as well: so the gateway has a name that nobody can guess, and no other actor can be reached.
/// </summary>
public sealed class ProcessHost : IAsyncDisposable
{
    private readonly ActorSystem _system;

    private readonly JobStorage? _storage;

    private ProcessHost(ActorSystem system, JobStorage? storage, JobClient jobs, string gateway)
    {
        (_system, _storage, Jobs, Gateway) = (system, storage, jobs, gateway);
        Place = HostPort.Of(((ExtendedActorSystem)system).Provider.DefaultAddress);
    }

    public JobClient Jobs { get; }

    /// <summary>Where workers find it.</summary>
    public HostPort Place { get; }

    /// <summary>The name of the actor that lets workers in: the secret of this run.</summary>
    public string Gateway { get; }

    /// <param name="data">The folder in which jobs are kept; null for in memory alone.</param>
    /// <exception cref="BadSettingException">A setting cannot be.</exception>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public static ProcessHost Start(WorkloadCatalog catalog, Config config, TimeProvider? time = null, string? data = null)
    {
        // Whoever drives it lives here, so nobody comes later for rows that were read.
        var settings = EngineSettings.Read(config) with { KeepsReadRows = false };
        time ??= TimeProvider.System;
        var secret = SecretName.New();
        var loopback = new HostPort("127.0.0.1", 0);
        var closed = ConfigurationFactory.ParseString($"akka.remote.untrusted-mode = on, akka.remote.trusted-selection-paths = [\"/user/{secret}\"]\n");
        var storage = JobStorage.In(data, settings.Store);
        var system = NodeSystem.OfPeer("127.0.0.1", loopback, loopback, NodeSecurity.None, closed.WithFallback(config), storage);
        JobStorage.OpenOrEnd(storage, system);
        var coordinator = system.ActorOf(Coordinator.Props(catalog, settings, time, storage?.Pages), $"{secret}-coordinator");
        system.ActorOf(SeedGateway.Props(coordinator, () => []), secret);
        system.ActorOf(AssociationSweeper.Props(_ => true));
        return new(system, storage, new(coordinator, settings, time), secret);
    }

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        _storage?.Dispose();
    }
}
