using System.CommandLine;
using Akka.Configuration;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary><c>concurrency jobs results ID</c>.</summary>
internal sealed class JobsResultsVerb : JobVerb
{
    private readonly Option<bool> _follow = new("--follow") { Description = "Write rows as they come, each with its index, to the end of the job" };

    public JobsResultsVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("results", "Writes what came of a job, as the verb that submitted it would have; of one that runs, the rows up to the first that is not there yet.", configuration, surroundings, OutputOption.OfRows) =>
        Add(_follow);

    protected override string Meaning => "its result, and its rows if it has any";

    protected override async Task<int> RunAsync(JobDetails job, ParseResult parse, OutputFormat format, IConnection connection, Config configuration)
    {
        var id = job.Summary.Job;
        if (job.Summary.TakesInput) throw new RefusedException($"The job {id} has not begun: its driver is still sending the input.");
        var follows = parse.GetValue(_follow);
        var output = JobOutputs.Of(job, format, Surroundings, inOrder: !follows);
        if (!follows && !job.Report.Status.IsOver()) return await ListAsync(job, output, connection, configuration);

        var listener = new JobListener { Say = Surroundings.Say };
        // What its notices say was said when they were new.
        if (output.Rows is { } rows) listener = listener with { Rows = (records, _) => rows.Take(records), Progress = rows.Progress };
        try
        {
            var follower = new JobFollower(connection, id, listener, Surroundings.Time) { Views = [follows ? RowView.AsCompleted : RowView.Listed] };
            return JobEnd.ExitCode(output.End(await follower.FollowAsync(Surroundings.Cancelled), await connection.TermsAsync(configuration)));
        }
        catch (OperationCanceledException) when (follows && Surroundings.Cancelled.IsCancellationRequested)
        {
            throw new StoppedException($"The job {id} is not followed any more, and goes on.");
        }
    }

    /// <summary>Writes the rows of a job that runs, up to the first gap.</summary>
    private async Task<int> ListAsync(JobDetails job, IJobOutput output, IConnection connection, Config configuration)
    {
        var id = job.Summary.Job;
        var watch = $"'{Surroundings.NextLine(connection, $"jobs watch {id}")}' follows it to its end.";
        if (output.Rows is not { } rows) throw new RefusedException($"The job {id} is not over, {JobStatusText.Share(job.Summary)} of it is done: {watch}");

        var terms = await connection.TermsAsync(configuration);
        await foreach (var page in connection.Jobs.RowsAsync(id, view: RowView.Listed, cancelled: Surroundings.Cancelled))
        {
            if (page.Missed > 0) Surroundings.Say(Sentences.RowsMissed(id, page.Missed));
            rows.Take(page.Records);
            if (!page.Gap || await ReportAsync() is not { Status: JobStatus.Running } report) continue;
            output.End(UpTo(page.Next, report), terms);
            Surroundings.Say($"The job {id} is not over: these are the results of the first {Sentences.Grouped(page.Next)} of its {Sentences.Grouped(report.Units)} {output.Quantity.Noun}, and the next is not there yet. {watch}");
            return ExitCodes.Failed;
        }

        // It was over before there was a gap.
        return JobEnd.ExitCode(output.End(await ReportAsync(), terms));

        async Task<JobReport> ReportAsync() => (await connection.Jobs.ShowAsync(id, Surroundings.Cancelled)).Report;
    }

    /// <summary>The report without what failed behind a gap in the list.</summary>
    private static JobReport UpTo(long gap, JobReport report) => report with
    {
        Failed = [.. report.Failed.Where(units => units.Range.From < gap).Select(units => units with { Range = new(units.Range.From, Math.Min(units.Range.To, gap)) })],
    };
}
