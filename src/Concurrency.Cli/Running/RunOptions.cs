using System.CommandLine;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Running;

/// <summary>How a job is to be run.</summary>
/// <param name="Parallelism">Slots; 1 in <see cref="RunMode.Serial"/>; not known before there is a connection to a cluster.</param>
internal sealed record RunTerms(RunMode Mode, int Parallelism, Config Configuration)
{
    /// <summary>The user's file that is in the configuration, for processes that have to read it themselves; null for none.</summary>
    public string? File { get; init; }

    /// <summary>The folder in which its engine keeps it; null for in memory alone.</summary>
    public string? Data { get; init; }

    /// <summary>How to submit it to a coordinator that others use too; null for a job that has an engine to itself.</summary>
    public Submission? Submission { get; init; }

    /// <summary>For a person, such as <c>mode threads, parallelism 2</c>.</summary>
    public string Description => $"mode {Mode.Name()}{(Mode == RunMode.Serial ? "" : $", parallelism {Parallelism}")}";
}

/// <summary>The options of every verb that runs a job.</summary>
internal sealed class RunOptions
{
    /// <summary>A thread each; beyond this a machine does nothing but switch between them.</summary>
    public const int MostSlots = 1024;

    private readonly ConfigurationOption _configuration;
    private readonly ConfiguredOption<RunMode> _mode;
    private readonly ConfiguredOption<long?> _parallelism;
    private readonly SubmissionOptions _submission;
    private readonly DataOption _data = new("Keep the job in this folder: given again, it goes on where it was interrupted (threads, processes)");

    public RunOptions(ConfigurationOption configuration, Surroundings surroundings, Command verb)
    {
        _configuration = configuration;
        _mode = new("--mode", "driver.mode", configuration, name => Readers.Word(name, RunModes.Words))
        {
            Description = "Where to run: serial is a plain loop, threads is a worker of this process with a thread for each slot, "
                + "processes are workers with one slot each, cluster is the workers of a cluster",
            HelpName = "serial|threads|processes|cluster",
        };
        _parallelism = new("--parallelism", "driver.parallelism", configuration, name => Readers.OrAuto(name, 1, MostSlots))
        {
            Description = $"Slots: so many chunks run at once; auto is one for each processor, {Environment.ProcessorCount} here",
            HelpName = "N|auto",
        };
        verb.Add(_mode);
        verb.Add(_parallelism);
        _submission = new(configuration, surroundings, verb);
        verb.Add(_data);
    }

    /// <exception cref="RefusedException">The options contradict each other.</exception>
    /// <exception cref="BadSettingException">The configuration cannot be.</exception>
    public RunTerms Read(ParseResult parse)
    {
        var (mode, parallelism) = (_mode.Read(parse), _parallelism.Read(parse));
        var configuration = _configuration.Load(parse.GetValue(_configuration));
        var data = parse.GetValue(_data);
        if (_submission.Read(parse, _mode.IsGiven(parse) ? mode : null, mode) is { } submission)
        {
            if (data is not null)
                throw new RefusedException($"--data is '{data}', but the jobs of a cluster are kept by its seeds: leave it out, and give it to 'concurrency seed'.");
            return _parallelism.IsGiven(parse)
                ? throw new RefusedException($"--parallelism is {parallelism}, but the slots of a cluster are those of its workers: leave it out.")
                : new(RunMode.Cluster, Parallelism: 0, configuration) { Submission = submission };
        }

        if (mode == RunMode.Serial && _parallelism.IsGiven(parse) && parallelism > 1)
            throw new RefusedException($"--parallelism is {parallelism}, but --mode serial runs one chunk at a time: leave one of the two out.");
        if (mode == RunMode.Serial && data is not null)
            throw new RefusedException($"--data is '{data}', but --mode serial keeps nothing: leave it out, or choose --mode threads or processes.");
        var slots = mode == RunMode.Serial ? 1 : parallelism ?? Math.Min(Environment.ProcessorCount, MostSlots);
        return new(mode, (int)slots, configuration) { File = parse.GetValue(_configuration), Data = data };
    }
}
