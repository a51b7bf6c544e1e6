using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Compare;

/// <summary><c>concurrency compare WORKLOAD</c>.</summary>
internal sealed class CompareVerb : Verb
{
    public CompareVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("compare", "Runs a job serially and in parallel, measures, and explains the difference on this machine.")
    {
        Add(new CompareGammaVerb(configuration, surroundings));
        Add(new CompareUptimeVerb(configuration, surroundings));
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("compare gamma", "the exercise: serial, 4 and 8 threads"),
        new("compare uptime", "the same for a job that waits, on a test site in this process"),
        new("compare gamma --help", "all there is to say about comparing gamma"),
    ];
}
