using System.CommandLine;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Running;

/// <summary>How a job is to be run.</summary>
/// <param name="Parallelism">Slots; 1 in <see cref="RunMode.Serial"/>.</param>
internal sealed record RunTerms(RunMode Mode, int Parallelism, Config Configuration);

/// <summary>The options of every verb that runs a job.</summary>
internal sealed class RunOptions
{
    /// <summary>A thread each; beyond this a machine does nothing but switch between them.</summary>
    private const int MostSlots = 1024;

    private readonly ConfigurationOption _configuration;
    private readonly Option<RunMode?> _mode;
    private readonly Option<long?> _parallelism;

    public RunOptions(ConfigurationOption configuration, Command verb)
    {
        _configuration = configuration;
        _mode = new("--mode")
        {
            Description = "Where to run: serial is a plain loop, threads is one slot for each processor of this process [default: threads]",
            HelpName = "serial|threads",
            CustomParser = Readers.Optional(Readers.Word("--mode", RunModes.Words, later: ["processes", "cluster"])).AsParser(),
        };
        _parallelism = new("--parallelism")
        {
            Description = $"Slots: so many chunks run at once [default: {Environment.ProcessorCount}, the processors here; 1 with --mode serial]",
            HelpName = "N",
            CustomParser = Readers.Optional(Readers.Whole("--parallelism", 1, MostSlots)).AsParser(),
        };
        verb.Add(_mode);
        verb.Add(_parallelism);
        foreach (var option in LaterOptions.All) verb.Add(option);
    }

    /// <exception cref="RefusedException">The options contradict each other.</exception>
    /// <exception cref="BadSettingException">The configuration cannot be.</exception>
    public RunTerms Read(ParseResult parse, Surroundings surroundings)
    {
        var (mode, parallelism) = (parse.GetValue(_mode) ?? RunMode.Threads, parse.GetValue(_parallelism));
        if (mode == RunMode.Serial && parallelism > 1)
            throw new RefusedException($"--parallelism is {parallelism}, but --mode serial runs one chunk at a time: leave one of the two out.");
        var slots = mode == RunMode.Serial ? 1 : parallelism ?? Math.Min(Environment.ProcessorCount, MostSlots);
        return new(mode, (int)slots, _configuration.Load(parse, surroundings));
    }
}
