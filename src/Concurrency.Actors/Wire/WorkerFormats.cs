using Concurrency.Core;
using Google.Protobuf;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Wire;

/// <summary>The messages between workers and the coordinator.</summary>
internal static class WorkerFormats
{
    public static IEnumerable<Format> All { get; } =
    [
        Format.Of("hello", Proto.Hello.Parser, (Hello hello) => new()
        {
            Worker = hello.Worker.ToWire(),
            Host = hello.Host,
            Number = hello.Number,
            RoundTrip = hello.RoundTrip.ToWire(),
            CpuSlots = hello.Slots.Cpu,
            IoSlots = hello.Slots.Io,
            Kernels = { hello.Kernels.ToDictionary(StringComparer.Ordinal) },
            Held = { hello.Held.Select(Parts.ToWire) },
            HeldInAll = hello.HeldInAll,
            Release = hello.Release,
            IsDraining = hello.IsDraining,
        },
        wire => new(
            wire.Worker.ToWorker(),
            wire.Host,
            wire.Number,
            wire.RoundTrip.ToTime(),
            ToSlots(wire.CpuSlots, wire.IoSlots),
            wire.Kernels.ToDictionary(StringComparer.Ordinal),
            [.. wire.Held.Select(Parts.ToHeld)],
            wire.HeldInAll,
            wire.Release,
            wire.IsDraining)),

        Format.Of("also-held", Proto.AlsoHeld.Parser, (AlsoHeld also) => new()
        {
            Worker = also.Worker.ToWire(),
            Number = also.Number,
            Held = { also.Held.Select(Parts.ToWire) },
        },
        wire => new(wire.Worker.ToWorker(), wire.Number, [.. wire.Held.Select(Parts.ToHeld)])),

        Format.Of("welcome", Proto.Welcome.Parser, (Welcome welcome) => new() { Number = welcome.Number }, wire => new(wire.Number)),

        Format.Of("lend", Proto.Lend.Parser, (Lend lend) => new()
        {
            Job = lend.Job.Value,
            Lease = lend.Lease.ToWire(),
            Attempt = lend.Attempt,
            Range = lend.Range.ToWire(),
            Workload = lend.Workload,
            KernelVersion = lend.KernelVersion,
            Parameters = lend.Parameters.ToWire(),
            JobItems = lend.JobItems,
            Items = { lend.Items.Select(Parts.ToWire) },
            Note = lend.Note.ToWire(),
        },
        wire => new(
            wire.Job.ToJob(),
            wire.Lease.ToLease(),
            wire.Attempt,
            wire.Range.ToRange(),
            wire.Workload,
            wire.KernelVersion,
            wire.Parameters.ToPayload(),
            wire.JobItems,
            Payloads(wire.Items),
            wire.Note.ToPayload())),

        Format.Of("drain", Proto.Drain.Parser, (Drain _) => new(), _ => new()),

        Format.Of(
            "revoke",
            Proto.Revoke.Parser,
            (Revoke revoke) => new() { Job = revoke.Job.Value, Lease = revoke.Lease.ToWire() },
            wire => new(wire.Job.ToJob(), wire.Lease.ToLease())),

        Format.Of(
            "settled",
            Proto.Settled.Parser,
            (Settled settled) => new() { Job = settled.Job.Value, Lease = settled.Lease.ToWire() },
            wire => new(wire.Job.ToJob(), wire.Lease.ToLease())),

        Format.Of("done", Proto.Done.Parser, (Done done) => new()
        {
            Job = done.Job.Value,
            Lease = done.Lease.ToWire(),
            Worker = done.Worker.ToWire(),
            Attempt = done.Attempt,
            Range = done.Range.ToWire(),
            Output = done.Output.ToWire(),
            Elapsed = done.Elapsed.ToWire(),
        },
        wire => new(
            wire.Job.ToJob(),
            wire.Lease.ToLease(),
            wire.Worker.ToWorker(),
            wire.Attempt,
            wire.Range.ToRange(),
            wire.Output.ToOutput(),
            wire.Elapsed.ToTime())),

        Format.Of("failed", Proto.Failed.Parser, (Failed failed) => new()
        {
            Job = failed.Job.Value,
            Lease = failed.Lease.ToWire(),
            Worker = failed.Worker.ToWire(),
            Attempt = failed.Attempt,
            Reason = failed.Reason,
            Elapsed = failed.Elapsed.ToWire(),
        },
        wire => new(
            wire.Job.ToJob(), wire.Lease.ToLease(), wire.Worker.ToWorker(), wire.Attempt, wire.Reason, wire.Elapsed.ToTime())),

        Format.Of("progress", Proto.Progress.Parser, (Progress progress) => new()
        {
            Job = progress.Job.Value,
            Lease = progress.Lease.ToWire(),
            Worker = progress.Worker.ToWire(),
            Attempt = progress.Attempt,
            UnitsDone = progress.UnitsDone,
        },
        wire => new(wire.Job.ToJob(), wire.Lease.ToLease(), wire.Worker.ToWorker(), wire.Attempt, wire.UnitsDone)),

        Format.Of(
            "returned",
            Proto.Returned.Parser,
            (Returned returned) => new()
            {
                Job = returned.Job.Value,
                Lease = returned.Lease.ToWire(),
                Worker = returned.Worker.ToWire(),
            },
            wire => new(wire.Job.ToJob(), wire.Lease.ToLease(), wire.Worker.ToWorker())),
    ];

    /// <summary>The coordinator does sums with them, which are to stay numbers.</summary>
    private static Slots ToSlots(int cpu, int io) => cpu is >= 0 and <= Slots.Most && io is >= 0 and <= Slots.Most
        ? new(cpu, io)
        : throw new FormatException($"No worker has {cpu} and {io} slots.");

    internal static Payload[] Payloads(IEnumerable<ByteString> items) => [.. items.Select(Parts.ToPayload)];
}
