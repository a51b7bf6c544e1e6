using System.CommandLine;
using Akka.Configuration;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary><c>concurrency jobs cancel ID</c>.</summary>
internal sealed class JobsCancelVerb(ConfigurationOption configuration, Surroundings surroundings)
    : JobVerb("cancel", "Calls a job off. What is done of it can be finished later with 'jobs retry'.", configuration, surroundings, OutputOption.OfResult)
{
    protected override string Meaning => "it, whoever submitted it";

    protected override async Task<int> RunAsync(JobDetails job, ParseResult parse, OutputFormat format, IConnection connection, Config configuration)
    {
        var id = job.Summary.Job;
        await connection.Jobs.CancelAsync(id, Surroundings.Cancelled);
        var after = await connection.Jobs.ShowAsync(id, Surroundings.Cancelled);
        if (format == OutputFormat.Json) JobsShowVerb.WriteJson(after, await connection.TermsAsync(configuration), Surroundings.Output);
        else if (job.Report.Status.IsOver()) await Surroundings.Output.WriteLineAsync($"The job {id} was over before: {JobStatusText.Of(after.Summary)}.");
        else await Surroundings.Output.WriteLineAsync($"The job {id} is {JobStatusText.Of(after.Summary)}; {JobStatusText.Share(after.Summary)} of it was done.");
        return ExitCodes.Completed;
    }
}
