using System.CommandLine;
using System.CommandLine.Help;
using Concurrency.Cli.Certificates;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.Compare;
using Concurrency.Cli.Gamma;
using Concurrency.Cli.Interactive;
using Concurrency.Cli.Jobs;
using Concurrency.Cli.Nodes;
using Concurrency.Cli.Processes;
using Concurrency.Cli.TestSite;
using Concurrency.Cli.Uptime;

namespace Concurrency.Cli.CommandLine;

/// <summary>The whole command line.</summary>
internal static class Root
{
    private static readonly Example[] Examples =
    [
        new("gamma 6", "the Gamma integral for x = 6"),
        new("uptime sites.txt", "whether the sites in a file are up"),
        new("compare gamma", "how much faster threads are here, and why"),
        new("seed", "a seed of a cluster; 'worker' and 'console' join it"),
        new("testsite", "sites on this machine to try things on, until Ctrl-C"),
        new("gamma --help", "all there is to say about gamma"),
    ];

    /// <param name="word">The first one that was typed, if any.</param>
    public static RootCommand Create(Surroundings surroundings, string? word = null)
    {
        var configuration = new ConfigurationOption(surroundings);
        var root = new RootCommand("Runs work that is too big or too slow for one loop, in chunks on many workers.") { configuration };
        root.Add(new WorkerProcessVerb(configuration, surroundings));
        // A driver waits for its workers, and to make all the other verbs takes a worker as long as a chunk.
        if (word is WorkerProcessVerb.Word) return root;

        root.Add(new GammaVerb(configuration, surroundings));
        root.Add(new UptimeVerb(configuration, surroundings));
        root.Add(new CompareVerb(configuration, surroundings));
        root.Add(new TestSiteVerb(configuration, surroundings));
        root.Add(new SeedVerb(configuration, surroundings));
        root.Add(new WorkerVerb(configuration, surroundings));
        root.Add(new CertificatesVerb(surroundings));
        root.Add(new JobsVerb(configuration, surroundings));
        root.Add(new NodesVerb(configuration, surroundings));
        root.Add(new ConsoleVerb(configuration, surroundings));

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples(new HelpAction(), surroundings.ProgramName, Examples);
        return root;
    }
}
