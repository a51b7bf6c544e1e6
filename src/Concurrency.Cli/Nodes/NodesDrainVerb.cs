using System.CommandLine;
using System.Text.Json;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;

namespace Concurrency.Cli.Nodes;

/// <summary><c>concurrency nodes drain ID</c>.</summary>
internal sealed class NodesDrainVerb : Verb
{
    private readonly Surroundings _surroundings;
    private readonly DriverConnection _connection;
    private readonly ConfiguredOption<OutputFormat> _output;
    private readonly Argument<string> _worker = new("ID") { Description = "The worker's name, or a beginning of it that no other has" };

    public NodesDrainVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("drain", "Has a worker finish what it runs, hand back the rest, and end.")
    {
        _surroundings = surroundings;
        _worker.CompletionSources.Add(_ => surroundings.KnownNames.Workers);
        _output = OutputOption.Create(configuration, OutputOption.OfResult);
        Add(_worker);
        Add(_output);
        _connection = new(configuration, surroundings, this);
        SetAction((parse, _) => _connection.UseAsync(parse, connection => RunAsync(parse, connection)));
        Examples = [new($"nodes drain w-7f3a91c2{surroundings.ExampleOfJoining}", "before its machine is shut down")];
    }

    public override IReadOnlyList<Example> Examples { get; }

    /// <exception cref="RefusedException">There is no such worker, or more than one.</exception>
    public static string Choose(string text, IReadOnlyList<string> workers)
    {
        if (workers.Contains(text, StringComparer.Ordinal)) return text;
        var meant = workers.Where(worker => text.Length > 0 && (Begins(worker, text) || Begins(worker[(worker.IndexOf('-', StringComparison.Ordinal) + 1)..], text))).ToList();
        return meant switch
        {
            [var worker] => worker,
            [] => throw new RefusedException($"There is no worker {Sentences.Quoted(text)}; 'nodes list' shows those that there are."),
            _ => throw new RefusedException($"There is more than one worker whose name begins with {Sentences.Quoted(text)}, such as {meant[0]} and {meant[1]}."),
        };
    }

    private static bool Begins(string name, string text) => name.StartsWith(text, StringComparison.Ordinal);

    private async Task<int> RunAsync(ParseResult parse, IConnection connection)
    {
        var workers = await connection.WorkersAsync(_surroundings.Cancelled);
        var worker = Choose(parse.GetValue(_worker)!, [.. workers.Select(known => known.Name)]);
        await connection.DrainAsync(worker, _surroundings.Cancelled);
        await _surroundings.Output.WriteLineAsync(_output.Read(parse) == OutputFormat.Json
            ? JsonSerializer.Serialize(new(worker, Draining: true), NodesJson.Default.DrainingObject)
            : $"The worker {worker} finishes what it runs, and ends.");
        return ExitCodes.Completed;
    }
}
