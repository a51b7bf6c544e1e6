using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Wire;

/// <summary>The messages between drivers and the coordinator.</summary>
internal static class DriverFormats
{
    public static IEnumerable<Format> All => [.. Submission, .. Control, .. Results];

    private static IEnumerable<Format> Submission =>
    [
        Format.Of("open", Proto.Open.Parser, (Open open) =>
        {
            var wire = new Proto.Open
            {
                Workload = open.Spec.Workload,
                Parameters = open.Spec.Parameters.ToWire(),
                Priority = open.Spec.Priority,
                Request = open.Request,
            };
            if (open.Spec.ChunkUnits is { } units) wire.ChunkUnits = units;
            if (open.Key is { } key) wire.Key = key;
            return wire;
        },
        wire => new(
            new(
                wire.Workload,
                wire.Parameters.ToPayload(),
                wire.HasChunkUnits ? wire.ChunkUnits : null,
                wire.HasPriority ? wire.Priority : JobSpec.UsualPriority),
            wire.Request,
            wire.HasKey ? wire.Key : null)),

        Format.Of(
            "opened",
            Proto.Opened.Parser,
            (Opened opened) => new() { Job = opened.Job.Value, Existing = opened.Existing, Pages = opened.Pages },
            wire => new(wire.Job.ToJob(), wire.Existing, wire.Pages)),

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

        Format.Of(
            "commit",
            Proto.Commit.Parser,
            (Commit commit) => new() { Job = commit.Job.Value, Items = commit.Items, Digest = commit.Digest },
            wire => new(wire.Job.ToJob(), wire.Items, wire.Digest)),

        Format.Of(
            "committed",
            Proto.Committed.Parser,
            (Committed committed) => new() { Job = committed.Job.Value, Units = committed.Units },
            wire => new(wire.Job.ToJob(), wire.Units)),
    ];

    private static IEnumerable<Format> Control =>
    [
        Format.Of("cancel", Proto.Cancel.Parser, (Cancel cancel) => new() { Job = cancel.Job.Value }, wire => new(wire.Job.ToJob())),

        Format.Of(
            "retry",
            Proto.Retry.Parser,
            (Retry retry) => new() { Job = retry.Job.Value, Request = retry.Request },
            wire => new(wire.Job.ToJob(), wire.Request)),

        Format.Of("delete", Proto.Delete.Parser, (Delete delete) => new() { Job = delete.Job.Value }, wire => new(wire.Job.ToJob())),

        Format.Of("deleted", Proto.Deleted.Parser, (Deleted deleted) => new() { Job = deleted.Job.Value }, wire => new(wire.Job.ToJob())),

        Format.Of(
            "unknown-job",
            Proto.UnknownJob.Parser,
            (UnknownJob unknown) => new() { Job = unknown.Job.Value },
            wire => new(wire.Job.ToJob())),

        Format.Of("list-jobs", Proto.ListJobs.Parser, (ListJobs list) => new() { After = list.After }, wire => new(wire.After)),

        Format.Of(
            "job-page",
            Proto.JobPage.Parser,
            (JobPage page) => new() { Jobs = { page.Jobs.Select(JobParts.ToWire) }, Next = page.Next, End = page.End },
            wire => new([.. wire.Jobs.Select(JobParts.ToSummary)], wire.Next, wire.End)),

        Format.Of("show", Proto.Show.Parser, (Show show) => new() { Job = show.Job.Value }, wire => new(wire.Job.ToJob())),

        Format.Of(
            "job-details",
            Proto.JobDetails.Parser,
            (JobDetails details) => new() { Summary = details.Summary.ToWire(), Report = details.Report.ToWire(), Parameters = details.Parameters.ToWire() },
            wire => new(wire.Summary.ToSummary(), wire.Report.ToReport(), wire.Parameters.ToPayload())),
    ];

    private static IEnumerable<Format> Results =>
    [
        Format.Of(
            "pull-progress",
            Proto.PullProgress.Parser,
            (PullProgress pull) => new() { Job = pull.Job.Value },
            wire => new(wire.Job.ToJob())),

        Format.Of("job-report", Proto.JobReport.Parser, (JobReport report) => report.ToWire(), wire => wire.ToReport()),

        Format.Of(
            "pull-rows",
            Proto.PullRows.Parser,
            (PullRows pull) => new() { Job = pull.Job.Value, Cursor = pull.Cursor, Reader = pull.Reader, View = (Proto.RowView)pull.View },
            wire => new(wire.Job.ToJob(), wire.Cursor, wire.Reader, (RowView)wire.View)),

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
                Missed = page.Missed,
                Gap = page.Gap,
            },
            wire => new(
                wire.Job.ToJob(),
                [.. wire.Records.Select(Parts.ToRecord)],
                [.. wire.Notices.Select(Parts.ToNotice)],
                wire.Next,
                wire.End,
                wire.Missed,
                wire.Gap)),
    ];
}
