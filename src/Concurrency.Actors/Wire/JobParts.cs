using Concurrency.Core.Jobs;
using Google.Protobuf.WellKnownTypes;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Wire;

/// <summary>What drivers are told of a job, to the wire format and back.</summary>
internal static class JobParts
{
    public static Proto.JobReport ToWire(this JobReport report)
    {
        var wire = new Proto.JobReport
        {
            Job = report.Job.Value,
            Status = (Proto.JobStatus)report.Status,
            Units = report.Units,
            UnitsDone = report.UnitsDone,
            Failed = { report.Failed.Select(Parts.ToWire) },
            Chunks = report.Chunks,
            Retries = report.Retries,
            Elapsed = report.Elapsed.ToWire(),
            Total = report.Total.ToWire(),
        };
        if (report.Reason is { } reason) wire.Reason = reason;
        return wire;
    }

    public static JobReport ToReport(this Proto.JobReport? wire) => wire is null ? throw new FormatException("The message lacks its report.") : new(
        wire.Job.ToJob(),
        (JobStatus)wire.Status,
        wire.HasReason ? wire.Reason : null,
        wire.Units,
        wire.UnitsDone,
        [.. wire.Failed.Select(Parts.ToFailed)],
        wire.Chunks,
        wire.Retries,
        wire.Elapsed.ToTime(),
        wire.Total.ToPayload());

    public static Proto.JobSummary ToWire(this JobSummary summary)
    {
        var wire = new Proto.JobSummary
        {
            Job = summary.Job.Value,
            Workload = summary.Workload,
            Priority = summary.Priority,
            Submitted = Timestamp.FromDateTimeOffset(summary.Submitted),
            Status = (Proto.JobStatus)summary.Status,
            TakesInput = summary.TakesInput,
            WaitsForReader = summary.WaitsForReader,
            Units = summary.Units,
            UnitsDone = summary.UnitsDone,
            FailedUnits = summary.FailedUnits,
            Chunks = summary.Chunks,
            Retries = summary.Retries,
            Elapsed = summary.Elapsed.ToWire(),
            Rows = summary.Rows,
            RowsKept = summary.RowsKept,
        };
        if (summary.Key is { } key) wire.Key = key;
        return wire;
    }

    public static JobSummary ToSummary(this Proto.JobSummary? wire) => wire is null ? throw new FormatException("The message lacks its summary.") : new(
        wire.Job.ToJob(),
        wire.Workload,
        wire.HasKey ? wire.Key : null,
        wire.Priority,
        wire.Submitted?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch,
        (JobStatus)wire.Status,
        wire.TakesInput,
        wire.WaitsForReader,
        wire.Units,
        wire.UnitsDone,
        wire.FailedUnits,
        wire.Chunks,
        wire.Retries,
        wire.Elapsed.ToTime(),
        wire.Rows,
        wire.RowsKept);
}
