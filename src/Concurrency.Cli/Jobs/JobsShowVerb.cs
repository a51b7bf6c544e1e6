using System.CommandLine;
using System.Text.Json;
using Akka.Configuration;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary><c>concurrency jobs show ID</c>.</summary>
internal sealed class JobsShowVerb(ConfigurationOption configuration, Surroundings surroundings)
    : JobVerb("show", "Shows all that is known of a job, but its result.", configuration, surroundings, OutputOption.OfResult)
{
    protected override string Meaning => "how it is, and what failed";

    protected override async Task<int> RunAsync(JobDetails job, ParseResult parse, OutputFormat format, IConnection connection, Config configuration)
    {
        if (format == OutputFormat.Json) WriteJson(job, await connection.TermsAsync(configuration), Surroundings.Output);
        else WriteText(job);
        return ExitCodes.Completed;
    }

    /// <summary>Writes one object on one line.</summary>
    public static void WriteJson(JobDetails job, RunTerms terms, TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(JobDetailsObject.Of(job, terms), JobsJson.AsTheyAre.JobDetailsObject));

    private void WriteText(JobDetails job)
    {
        var (summary, report) = (job.Summary, job.Report);
        Line("job", summary.Job.Value);
        Line("workload", summary.Workload);
        Line("terms", JobOutputs.TermsOf(job, Surroundings));
        Line("key", summary.Key);
        Line("priority", Sentences.Grouped(summary.Priority));
        Line("submitted", Sentences.Ago(Surroundings.Time.GetUtcNow() - summary.Submitted));
        Line("status", JobStatusText.Of(summary));
        Line("reason", report.Reason);
        if (!summary.TakesInput) Line("done", $"{JobStatusText.Share(summary)}, {Sentences.Grouped(report.UnitsDone)} of {Sentences.Counted(report.Units, "unit")}");
        Line("time", Sentences.Seconds(report.Elapsed));
        Line("run", $"{Sentences.Counted(report.Chunks, "chunk")}{(report.Retries > 0 ? $", {Sentences.Counted(report.Retries, "failed run")}" : "")}");
        if (summary.Rows > 0) Line("rows", $"{Sentences.Grouped(summary.Rows)}, of which {Sentences.Grouped(summary.RowsKept)} can still be read");
        foreach (var (range, reason, attempts) in report.Failed)
        {
            var units = range.Length == 1 ? $"unit {range.From}" : $"units {range.From} to {range.To - 1}";
            Line("failed", $"{units}, after {Sentences.Counted(attempts, "run")}: {reason}");
        }
    }

    private void Line(string label, string? text)
    {
        if (!string.IsNullOrEmpty(text)) Surroundings.Output.WriteLine($"{label,-10} {Sentences.OnOneLine(text)}");
    }
}
