using System.CommandLine;
using Akka.Configuration;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary><c>concurrency jobs retry ID</c>.</summary>
internal sealed class JobsRetryVerb(ConfigurationOption configuration, Surroundings surroundings)
    : JobVerb("retry", "Runs what is not done of a job that is over: its failed units, and what was never begun.", configuration, surroundings, OutputOption.OfResult)
{
    protected override string Meaning => "what is not done of it";

    protected override async Task<int> RunAsync(JobDetails job, ParseResult parse, OutputFormat format, IConnection connection, Config configuration)
    {
        var id = job.Summary.Job;
        var left = job.Report.Units - job.Report.UnitsDone;
        await connection.Jobs.RetryAsync(id, Surroundings.Cancelled);
        if (format == OutputFormat.Json)
        {
            var after = await connection.Jobs.ShowAsync(id, Surroundings.Cancelled);
            JobsShowVerb.WriteJson(after, await connection.TermsAsync(configuration), Surroundings.Output);
            return ExitCodes.Completed;
        }

        await Surroundings.Output.WriteLineAsync($"The job {id} runs again: {Sentences.Grouped(left)} of {Sentences.Counted(job.Report.Units, "unit")} were not done.");
        Surroundings.Say($"Next: '{Surroundings.NextLine(connection, $"jobs watch {id}")}' follows it to its end.");
        return ExitCodes.Completed;
    }
}
