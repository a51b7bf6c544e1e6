using Akka.Actor;
using Akka.TestKit.Xunit2;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Actors.Workers;
using Concurrency.Core;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Driving;

/// <summary>A coordinator as a seed has it, which outlives its drivers, and a worker; every message over the wire.</summary>
public abstract class CoordinatedSpec : TestKit
{
    protected CoordinatedSpec(string overrides = "")
        : base(ConfigurationFiles.Load("testing", overrides: $$"""
            concurrency.compute-dispatcher.dedicated-thread-pool.thread-count = 2
            concurrency.driver { progress-interval = 5ms, try-timeout = 50ms, answer-timeout = 30s }
            {{overrides}}
            """))
    {
        Settings = EngineSettings.Read(Sys.Settings.Config);
        Workload = new(Gate);
        Coordinator = Sys.ActorOf(Actors.Coordination.Coordinator.Props(new(Workload), Settings, TimeProvider.System), "coordinator");
        Sys.ActorOf(Worker.Props("anna", new(2, 2), Coordinator, new(Workload), Settings, TimeProvider.System, isRemote: false), "worker");
        Jobs = new(Coordinator, Settings);
    }

    internal EngineSettings Settings { get; }

    internal IActorRef Coordinator { get; }

    /// <summary>A driver whose messages all arrive.</summary>
    internal JobClient Jobs { get; }

    internal TestWorkload Workload { get; }

    /// <summary>What is done to a chunk on the way; may be changed by a test before it submits.</summary>
    internal Func<Core.Contract.Chunk, ValueTask> OnRun { get; set; } = _ => default;

    /// <summary>Items that come back as records of the same size.</summary>
    internal static IReadOnlyList<Payload> Items(int count, int bytes = 4) =>
        [.. Enumerable.Range(0, count).Select(unit => Payload.FromText($"{unit}".PadLeft(bytes, '0')))];

    internal Task<Core.Jobs.JobId> SubmitAsync(IEnumerable<Payload> items, long chunk = 10, string? key = null) =>
        Jobs.SubmitAsync(SpecOf(chunk), items, key);

    internal JobSpec SpecOf(long chunk = 10) => new("test", Workload.Encode(new(0)), chunk);

    private ValueTask Gate(Core.Contract.Chunk chunk) => OnRun(chunk);
}
