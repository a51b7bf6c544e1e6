using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Wire;

/// <summary>The messages between drivers and the coordinator.</summary>
internal static class DriverFormats
{
    public static IEnumerable<Format> All =>
    [
        Format.Of("open", Proto.Open.Parser, (Open open) =>
        {
            var wire = new Proto.Open
            {
                Workload = open.Spec.Workload,
                Parameters = open.Spec.Parameters.ToWire(),
            };
            if (open.Spec.ChunkUnits is { } units) wire.ChunkUnits = units;
            return wire;
        },
        wire => new(new(wire.Workload, wire.Parameters.ToPayload(), wire.HasChunkUnits ? wire.ChunkUnits : null))),

        Format.Of("opened", Proto.Opened.Parser, (Opened opened) => new() { Job = opened.Job.Value }, wire => new(wire.Job.ToJob())),

        Format.Of(
            "refused",
            Proto.Refused.Parser,
            (Refused refused) => new() { Sentence = refused.Sentence },
            wire => new(wire.Sentence)),

        Format.Of(
            "page",
            Proto.Page.Parser,
            (Page page) => new() { Job = page.Job.Value, Number = page.Number, Items = { page.Items.Select(Parts.ToWire) } },
            wire => new(wire.Job.ToJob(), wire.Number, WorkerFormats.Payloads(wire.Items))),

        Format.Of(
            "page-taken",
            Proto.PageTaken.Parser,
            (PageTaken taken) => new() { Job = taken.Job.Value, Number = taken.Number },
            wire => new(wire.Job.ToJob(), wire.Number)),

        Format.Of("commit", Proto.Commit.Parser, (Commit commit) => new() { Job = commit.Job.Value }, wire => new(wire.Job.ToJob())),

        Format.Of(
            "committed",
            Proto.Committed.Parser,
            (Committed committed) => new() { Job = committed.Job.Value, Units = committed.Units },
            wire => new(wire.Job.ToJob(), wire.Units)),

        Format.Of(
            "pull-progress",
            Proto.PullProgress.Parser,
            (PullProgress pull) => new() { Job = pull.Job.Value },
            wire => new(wire.Job.ToJob())),

        Format.Of("cancel", Proto.Cancel.Parser, (Cancel cancel) => new() { Job = cancel.Job.Value }, wire => new(wire.Job.ToJob())),

        Format.Of(
            "unknown-job",
            Proto.UnknownJob.Parser,
            (UnknownJob unknown) => new() { Job = unknown.Job.Value },
            wire => new(wire.Job.ToJob())),

        Format.Of("job-report", Proto.JobReport.Parser, (JobReport report) =>
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
        },
        wire => new(
            wire.Job.ToJob(),
            (JobStatus)wire.Status,
            wire.HasReason ? wire.Reason : null,
            wire.Units,
            wire.UnitsDone,
            [.. wire.Failed.Select(Parts.ToFailed)],
            wire.Chunks,
            wire.Retries,
            wire.Elapsed.ToTime(),
            wire.Total.ToPayload())),

        Format.Of(
            "pull-rows",
            Proto.PullRows.Parser,
            (PullRows pull) => new() { Job = pull.Job.Value, Cursor = pull.Cursor },
            wire => new(wire.Job.ToJob(), wire.Cursor)),

        Format.Of(
            "row-page",
            Proto.RowPage.Parser,
            (RowPage page) => new()
            {
                Job = page.Job.Value,
                Records = { page.Records.Select(Parts.ToWire) },
                Notices = { page.Notices.Select(Parts.ToWire) },
                Next = page.Next,
                End = page.End,
            },
            wire => new(wire.Job.ToJob(), [.. wire.Records.Select(Parts.ToRecord)], [.. wire.Notices.Select(Parts.ToNotice)], wire.Next, wire.End)),
    ];
}
