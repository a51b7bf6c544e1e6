using System.CommandLine;
using System.CommandLine.Help;
using Akka.Configuration;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Gamma;
using Concurrency.Cli.Jobs;
using Concurrency.Cli.Nodes;
using Concurrency.Cli.Uptime;

namespace Concurrency.Cli.Interactive;

/// <summary>What can be typed at the prompt of a console.</summary>
internal static class ConsoleRoot
{
    private static readonly Example[] Examples =
    [
        new("gamma 6", "runs a job, and shows its result"),
        new("uptime sites.txt --detach", "submits a job, and leaves it to itself"),
        new("jobs list", "which jobs there are"),
        new("top", "jobs and nodes, live, until Ctrl-C"),
        new("help gamma", "all there is to say about gamma"),
    ];

    /// <param name="surroundings">With the connection of the console.</param>
    /// <param name="exit">Ends the console.</param>
    public static Command Create(Surroundings surroundings, Config console, Action exit)
    {
        var configuration = new ConfigurationOption(surroundings, console);
        var help = new HelpOption();
        var root = new Command("console", "Runs jobs, and looks after them.") { help };
        root.Add(new GammaVerb(configuration, surroundings));
        root.Add(new UptimeVerb(configuration, surroundings));
        root.Add(new JobsVerb(configuration, surroundings));
        root.Add(new NodesVerb(configuration, surroundings));
        root.Add(new TopVerb(configuration, surroundings));
        root.Add(Word("help", "Says what there is, or all about one verb, such as 'help gamma'.", () => { }));
        root.Add(Word("exit", "Ends the console; so does Ctrl-D.", exit));
        help.Action = new HelpWithExamples(new HelpAction(), surroundings.ProgramName, Examples);
        return root;
    }

    private static Command Word(string word, string description, Action action)
    {
        var command = new Command(word, description);
        command.SetAction(_ => action());
        return command;
    }
}
