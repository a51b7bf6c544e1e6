using System.CommandLine;
using System.Text.Json;
using Akka.Configuration;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Jobs;

/// <summary><c>concurrency jobs delete ID</c>.</summary>
internal sealed class JobsDeleteVerb(ConfigurationOption configuration, Surroundings surroundings)
    : JobVerb("delete", "Forgets a job that is over, with its results.", configuration, surroundings, OutputOption.OfResult)
{
    protected override string Meaning => "it and its results";

    protected override async Task<int> RunAsync(JobDetails job, ParseResult parse, OutputFormat format, IConnection connection, Config configuration)
    {
        var id = job.Summary.Job;
        await connection.Jobs.DeleteAsync(id, Surroundings.Cancelled);
        await Surroundings.Output.WriteLineAsync(format == OutputFormat.Json
            ? JsonSerializer.Serialize(new(id.Value, "deleted"), JobsJson.AsTheyAre.DeletedJobObject)
            : $"The job {id} is deleted.");
        return ExitCodes.Completed;
    }
}
