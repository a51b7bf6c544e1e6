using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Jobs;
using Concurrency.Cli.Nodes;
using Concurrency.Cli.Running;
using Spectre.Console;

namespace Concurrency.Cli.Interactive;

/// <summary><c>top</c>, at the prompt of a console: jobs and nodes, live.</summary>
internal sealed class TopVerb : Verb
{
    public TopVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("top", "Shows the nodes and the jobs, live, until Ctrl-C.")
    {
        var connection = surroundings.Connection!;
        SetAction((parse, _) => new LiveView(configuration, surroundings).ShowAsync(parse, connection, async cancelled => new Rows(
            await NodesListVerb.TablesAsync(connection, cancelled),
            await JobsListVerb.TableAsync(connection, surroundings.Time, cancelled))));
    }

    public override IReadOnlyList<Example> Examples { get; } = [new("top", "who works, and at what")];
}
