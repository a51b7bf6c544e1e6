using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Nodes;

/// <summary><c>concurrency nodes VERB</c>.</summary>
internal sealed class NodesVerb : Verb
{
    public NodesVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("nodes", "Lists the seeds and workers of a cluster, and has a worker end.")
    {
        Add(new NodesListVerb(configuration, surroundings));
        Add(new NodesDrainVerb(configuration, surroundings));
        Examples =
        [
            new($"nodes list{surroundings.ExampleOfJoining}", "which nodes there are"),
            new($"nodes drain w-7f3a91c2{surroundings.ExampleOfJoining}", "have a worker finish what it runs, and end"),
        ];
    }

    public override IReadOnlyList<Example> Examples { get; }
}
