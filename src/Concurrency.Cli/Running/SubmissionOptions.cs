using System.CommandLine;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>How a job is given to a coordinator that others use too.</summary>
/// <param name="UseAsync">Gets at the coordinator.</param>
/// <param name="Key">The user's name for the job; null for none.</param>
/// <param name="Detach">Leave the job to itself once it is accepted.</param>
internal sealed record Submission(Func<Func<IConnection, Task<int>>, Task<int>> UseAsync, string? Key, int Priority, bool Detach);

/// <summary>The options that say where to submit a job, and how.</summary>
internal sealed class SubmissionOptions
{
    private readonly Surroundings _surroundings;
    private readonly DriverConnection _connection;
    private readonly ConfiguredOption<long> _priority;
    private readonly Option<string?> _key = new("--key")
    {
        Description = "A name for the job: submitted again with the same key, it is the same job and not another",
        HelpName = "K",
    };

    private readonly Option<bool> _detach = new("--detach") { Description = "Print the job's id once it is accepted, and leave it to itself" };

    public SubmissionOptions(ConfigurationOption configuration, Surroundings surroundings, Command verb)
    {
        _surroundings = surroundings;
        _connection = new(configuration, surroundings, verb);
        _priority = new("--priority", "driver.priority", configuration, name => Readers.Whole(name, 1, JobSpec.HighestPriority))
        {
            Description = "The job's share of the slots, compared with that of other jobs",
            HelpName = "N",
        };
        foreach (var option in new Option[] { _priority, _key, _detach }) verb.Add(option);
    }

    /// <param name="given">The mode that stands on the command line; null when none does.</param>
    /// <param name="mode">The mode, also when it stands only in the configuration.</param>
    /// <returns>Null for a job that is to have an engine to itself.</returns>
    /// <exception cref="RefusedException">The options contradict each other.</exception>
    public Submission? Read(ParseResult parse, RunMode? given, RunMode mode)
    {
        var joining = DriverConnection.Given(parse);
        if (joining is "--join" && given is { } other and not RunMode.Cluster)
            throw new RefusedException($"--join is for --mode cluster, but --mode is {other.Name()}: leave one of the two out.");
        var isAtPrompt = _surroundings.Connection is not null && (given is null || given == _surroundings.Connection.Mode);
        if (given == RunMode.Cluster && _surroundings.Connection is { Mode: not RunMode.Cluster })
            throw new RefusedException("--mode is cluster, but this console has a coordinator of its own: start one with 'concurrency console --join HOST:PORT'.");
        if (isAtPrompt || joining is "--join" || mode == RunMode.Cluster)
            return new(use => _connection.UseAsync(parse, use), parse.GetValue(_key), (int)_priority.Read(parse), parse.GetValue(_detach));

        var stray = joining ?? new Option[] { _priority, _key, _detach }.Select(option => option.Name)
            .FirstOrDefault(name => GivenOption.Find(parse, name) is not null);
        return stray is null ? null : throw new RefusedException($"{stray} is for jobs on a cluster: add --join HOST:PORT, or leave it out.");
    }
}
