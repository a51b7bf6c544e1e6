using System.Collections.Immutable;
using Concurrency.Actors.Protocol;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Concurrency.Actors.Wire;

/// <summary>The pieces that messages are made of, to the wire format and back. A piece that is missing makes a <see cref="FormatException"/>.</summary>
internal static class Parts
{
    public static Proto.Range ToWire(this UnitRange range) => new() { From = range.From, To = range.To };

    public static UnitRange ToRange(this Proto.Range? range)
    {
        if (range is null || range.From < 0 || range.To <= range.From) throw new FormatException($"'{range}' is no range of units.");
        return new(range.From, range.To);
    }

    public static Proto.Lease ToWire(this LeaseId lease) => new() { Epoch = lease.Epoch, Number = lease.Number };

    public static LeaseId ToLease(this Proto.Lease? lease) => new(Present(lease).Epoch, Present(lease).Number);

    public static Proto.Worker ToWire(this WorkerId worker) => new() { Name = worker.Name, Incarnation = worker.Incarnation };

    public static WorkerId ToWorker(this Proto.Worker? worker) => new(Present(worker).Name, Present(worker).Incarnation);

    public static Duration ToWire(this TimeSpan time) => Duration.FromTimeSpan(time);

    public static TimeSpan ToTime(this Duration? time) => time?.ToTimeSpan() ?? TimeSpan.Zero;

    public static ByteString ToWire(this Payload payload) => UnsafeByteOperations.UnsafeWrap(payload.Memory);

    public static Payload ToPayload(this ByteString bytes) => new(bytes.Memory);

    public static JobId ToJob(this string job) => new(job);

    public static Proto.UnitBody ToWire(this UnitRecord record) => new() { Unit = record.Unit, Body = record.Body.ToWire() };

    public static UnitRecord ToRecord(this Proto.UnitBody body) => new(body.Unit, body.Body.ToPayload());

    public static Proto.UnitBody ToWire(this Notice notice) => new() { Unit = notice.Unit, Body = notice.Body.ToWire() };

    public static Notice ToNotice(this Proto.UnitBody? body) => new(Present(body).Unit, Present(body).Body.ToPayload());

    public static Proto.FailedUnits ToWire(this FailedUnits failed) =>
        new() { Range = failed.Range.ToWire(), Reason = failed.Reason, Attempts = failed.Attempts };

    public static FailedUnits ToFailed(this Proto.FailedUnits failed) => new(failed.Range.ToRange(), failed.Reason, failed.Attempts);

    public static Proto.HeldLease ToWire(this WorkerProtocol.HeldLease held) =>
        new() { Job = held.Job.Value, Lease = held.Lease.ToWire(), Range = held.Range.ToWire() };

    public static WorkerProtocol.HeldLease ToHeld(this Proto.HeldLease held) =>
        new(held.Job.ToJob(), held.Lease.ToLease(), held.Range.ToRange());

    public static Proto.Output ToWire(this ChunkOutput output) => new()
    {
        Partial = output.Partial.ToWire(),
        HandBacks = { output.HandBacks.Select(ToWire) },
        Records = { output.Records.Select(ToWire) },
        Notices = { output.Notices.Select(ToWire) },
    };

    public static ChunkOutput ToOutput(this Proto.Output? output) => new(Present(output).Partial.ToPayload())
    {
        HandBacks = [.. output!.HandBacks.Select(ToHandBack)],
        Records = [.. output.Records.Select(ToRecord)],
        Notices = [.. output.Notices.Select(ToNotice)],
    };

    private static Proto.HandBack ToWire(HandBack handBack)
    {
        var wire = new Proto.HandBack
        {
            Range = handBack.Range.ToWire(),
            Delay = handBack.Delay.ToWire(),
            AvoidWorkers = { handBack.Avoid.Workers },
            AvoidHosts = { handBack.Avoid.Hosts },
            AvoidFor = handBack.Avoid.For.ToWire(),
            Note = handBack.Note.ToWire(),
        };
        if (handBack.MaxUnits < long.MaxValue) wire.MaxUnits = handBack.MaxUnits;
        return wire;
    }

    private static HandBack ToHandBack(Proto.HandBack handBack) => new(handBack.Range.ToRange(), handBack.Delay.ToTime())
    {
        Avoid = new(handBack.AvoidWorkers.ToImmutableArray(), handBack.AvoidHosts.ToImmutableArray(), handBack.AvoidFor.ToTime()),
        Note = handBack.Note.ToPayload(),
        MaxUnits = handBack.HasMaxUnits ? handBack.MaxUnits : long.MaxValue,
    };

    private static T Present<T>(T? part) where T : class => part ?? throw new FormatException($"The message lacks its {typeof(T).Name}.");
}
