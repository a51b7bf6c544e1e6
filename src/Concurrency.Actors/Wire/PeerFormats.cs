using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Actors.Wire;

/// <summary>The messages between peers and seeds.</summary>
internal static class PeerFormats
{
    public static IEnumerable<Format> All { get; } =
    [
        Format.Of(
            "knock",
            Proto.Knock.Parser,
            (Knock knock) => new() { Protocol = knock.Protocol, Release = knock.Release, Peer = knock.Peer },
            wire => new(wire.Protocol, wire.Release, wire.Peer)),

        Format.Of("admitted", Proto.Admitted.Parser, (Admitted _) => new(), _ => new()),

        Format.Of("seeds", Proto.Seeds.Parser, (Seeds seeds) => new() { Addresses = { seeds.Addresses } }, wire => new([.. wire.Addresses])),

        Format.Of(
            "incompatible",
            Proto.Incompatible.Parser,
            (Incompatible incompatible) => new() { Sentence = incompatible.Sentence },
            wire => new(wire.Sentence)),

        Format.Of("list-workers", Proto.ListWorkers.Parser, (ListWorkers list) => new() { After = list.After }, wire => new(wire.After)),

        Format.Of(
            "worker-page",
            Proto.WorkerPage.Parser,
            (WorkerPage page) => new() { Workers = { page.Workers.Select(ToWire) }, End = page.End },
            wire => new([.. wire.Workers.Select(FromWire)], wire.End)),

        Format.Of("drain-worker", Proto.DrainWorker.Parser, (DrainWorker drain) => new() { Name = drain.Name }, wire => new(wire.Name)),

        Format.Of("draining", Proto.Draining.Parser, (Draining draining) => new() { Name = draining.Name }, wire => new(wire.Name)),
    ];

    private static Proto.WorkerSummary ToWire(WorkerSummary worker) => new()
    {
        Name = worker.Name,
        Host = worker.Host,
        Address = worker.Address,
        Release = worker.Release,
        CpuSlots = worker.CpuSlots,
        IoSlots = worker.IoSlots,
        Leases = worker.Leases,
        IsDraining = worker.IsDraining,
        SilentFor = worker.SilentFor.ToWire(),
    };

    private static WorkerSummary FromWire(Proto.WorkerSummary wire) => new(
        wire.Name,
        wire.Host,
        wire.Address,
        wire.Release,
        wire.CpuSlots,
        wire.IoSlots,
        wire.Leases,
        wire.IsDraining,
        wire.SilentFor.ToTime());
}
