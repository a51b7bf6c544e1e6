using Akka.Configuration;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary><c>concurrency jobs results ID</c>.</summary>
internal sealed class JobsResultsVerb(ConfigurationOption configuration, Surroundings surroundings)
    : JobVerb("results", "Writes what came of a job that is over, as the verb that submitted it would have.", configuration, surroundings, OutputOption.OfRows)
{
    protected override string Meaning => "its result, and its rows if it has any";

    protected override async Task<int> RunAsync(JobDetails job, OutputFormat format, IConnection connection, Config configuration)
    {
        var id = job.Summary.Job;
        if (!job.Report.Status.IsOver())
            throw new RefusedException($"The job {id} is not over, {JobStatusText.Share(job.Summary)} of it is done: '{Surroundings.NextLine(connection, $"jobs watch {id}")}' follows it to its end.");
        var output = JobOutputs.Of(job, format, Surroundings);
        var listener = new JobListener { Say = Surroundings.Say };
        // What its notices say was said when they were new.
        if (output.Rows is { } rows) listener = listener with { Rows = (records, _) => rows.Take(records) };
        var report = await new JobFollower(connection, id, listener, Surroundings.Time).FollowAsync(Surroundings.Cancelled);
        return JobEnd.ExitCode(output.End(report, await connection.TermsAsync(configuration)));
    }
}
