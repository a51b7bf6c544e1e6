using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Jobs;

/// <summary><c>concurrency jobs VERB</c>.</summary>
internal sealed class JobsVerb : Verb
{
    public JobsVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("jobs", "Lists the jobs of a cluster, and looks after one of them.")
    {
        Add(new JobsListVerb(configuration, surroundings));
        Add(new JobsShowVerb(configuration, surroundings));
        Add(new JobsWatchVerb(configuration, surroundings));
        Add(new JobsResultsVerb(configuration, surroundings));
        Add(new JobsCancelVerb(configuration, surroundings));
        Add(new JobsRetryVerb(configuration, surroundings));
        Add(new JobsDeleteVerb(configuration, surroundings));
        Examples =
        [
            new($"jobs list{surroundings.ExampleOfJoining}", "which jobs there are"),
            new($"jobs watch gamma-7f3a91c2{surroundings.ExampleOfJoining}", "live progress of one, and its result"),
            new($"jobs watch gamma-7f{surroundings.ExampleOfJoining}", "the same: a beginning that no other has will do, or its key"),
        ];
    }

    public override IReadOnlyList<Example> Examples { get; }
}
