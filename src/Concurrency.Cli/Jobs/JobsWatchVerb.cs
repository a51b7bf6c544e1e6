using System.CommandLine;
using Akka.Configuration;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary><c>concurrency jobs watch ID</c>.</summary>
internal sealed class JobsWatchVerb(ConfigurationOption configuration, Surroundings surroundings)
    : JobVerb("watch", "Follows a job to its end, and writes what the verb that submitted it would have. Ctrl-C ends that, and not the job.", configuration, surroundings, OutputOption.OfRows)
{
    protected override string Meaning => "its progress, and in the end its result";

    protected override async Task<int> RunAsync(JobDetails job, ParseResult parse, OutputFormat format, IConnection connection, Config configuration)
    {
        var id = job.Summary.Job;
        if (job.Summary.TakesInput) throw new RefusedException($"The job {id} has not begun: its driver is still sending the input.");
        var output = JobOutputs.Of(job, format, Surroundings);
        JobReport report;
        try
        {
            report = await JobDisplay.ShowAsync(
                job.Summary.Workload,
                output,
                Surroundings,
                listener =>
                {
                    listener.Begun();
                    return new JobFollower(connection, id, listener, Surroundings.Time).FollowAsync(Surroundings.Cancelled);
                });
        }
        catch (OperationCanceledException) when (Surroundings.Cancelled.IsCancellationRequested)
        {
            throw new StoppedException($"The job {id} is not watched any more, and goes on.");
        }

        return JobEnd.ExitCode(output.End(report, await connection.TermsAsync(configuration)));
    }
}
