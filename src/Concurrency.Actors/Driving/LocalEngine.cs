using Akka.Actor;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Coordination;
using Concurrency.Actors.Nodes;
using Concurrency.Actors.Storage;
using Concurrency.Actors.Workers;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Actors.Driving;

/// <summary>A coordinator and one worker in this process: the whole engine, with threads for slots.</summary>
public sealed class LocalEngine : IAsyncDisposable
{
    private readonly JobStorage? _storage;

    private LocalEngine(ActorSystem system, JobStorage? storage, JobClient jobs) => (System, _storage, Jobs) = (system, storage, jobs);

    public ActorSystem System { get; }

    public JobClient Jobs { get; }

    /// <param name="catalog">The workloads that jobs may be of.</param>
    /// <param name="slots">CPU slots, a thread each, and as many I/O slots; at least 1.</param>
    /// <param name="config">See <see cref="ConfigurationFiles.Load"/>; null for the defaults.</param>
    /// <param name="keepRows">Rows that were read are kept for whoever asks for them later; else a job's rows are for the driver that submits it.</param>
    /// <param name="data">The folder in which jobs are kept; null for in memory alone.</param>
    /// <exception cref="BadSettingException">A setting cannot be.</exception>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public static LocalEngine Start(
        WorkloadCatalog catalog, int slots, Config? config = null, TimeProvider? time = null, bool keepRows = false, string? data = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        config ??= ConfigurationFiles.Load();
        var settings = EngineSettings.Read(config);
        settings = settings with { KeepsReadRows = keepRows && settings.KeepsReadRows };
        var storage = JobStorage.In(data, settings.Store);
        var system = NodeSystem.Create(Worker.ThreadsFor(slots).WithFallback(config), NodeSecurity.None, storage);
        JobStorage.OpenOrEnd(storage, system);

        time ??= TimeProvider.System;
        var coordinator = system.ActorOf(Coordinator.Props(catalog, settings, time, storage?.Pages), "coordinator");
        system.ActorOf(Worker.Props("local", new(slots, slots), coordinator, catalog, settings, time), "worker");
        return new(system, storage, new(coordinator, settings, time));
    }

    /// <summary>The one worker that there is.</summary>
    /// <exception cref="NoAnswerException">Nobody answered in time.</exception>
    public Task<IReadOnlyList<WorkerSummary>> WorkersAsync(CancellationToken cancelled = default) => Jobs.WorkersAsync(cancelled);

    /// <summary>Stops everything; chunks that run are told to stop.</summary>
    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        _storage?.Dispose();
    }
}
