using System.CommandLine;
using System.Text.Json;
using Concurrency.Actors.Gateway;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Spectre.Console;
using Spectre.Console.Rendering;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Cli.Nodes;

/// <summary><c>concurrency nodes list</c>.</summary>
internal sealed class NodesListVerb : Verb
{
    private readonly Surroundings _surroundings;
    private readonly LiveView _view;
    private readonly DriverConnection _connection;
    private readonly ConfiguredOption<OutputFormat> _output;
    private readonly LiveOption _live = new();

    public NodesListVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("list", "Lists the seeds and the workers.")
    {
        (_surroundings, _view) = (surroundings, new(configuration, surroundings));
        _output = OutputOption.Create(configuration, OutputOption.OfResult);
        Add(_live);
        Add(_output);
        _connection = new(configuration, surroundings, this);
        SetAction((parse, _) => _connection.UseAsync(parse, connection => RunAsync(parse, connection)));
        Examples =
        [
            new($"nodes list{surroundings.ExampleOfJoining}", "a table of each"),
            new($"nodes list --live{surroundings.ExampleOfJoining}", "drawn anew until Ctrl-C"),
            new($"nodes list --output json{surroundings.ExampleOfJoining}", "one object, for a program to read"),
        ];
    }

    public override IReadOnlyList<Example> Examples { get; }

    /// <summary>The nodes as tables, for live views too.</summary>
    public static async Task<IRenderable> TablesAsync(IConnection connection, CancellationToken cancelled) =>
        TablesOf(await connection.SeedsAsync(cancelled), await connection.WorkersAsync(cancelled));

    private async Task<int> RunAsync(ParseResult parse, IConnection connection)
    {
        var format = _output.Read(parse);
        if (_live.IsOn(parse, format)) return await _view.ShowAsync(parse, connection, cancelled => TablesAsync(connection, cancelled));
        var (seeds, workers) = (await connection.SeedsAsync(_surroundings.Cancelled), await connection.WorkersAsync(_surroundings.Cancelled));
        if (format == OutputFormat.Json)
        {
            var nodes = new NodesObject([.. seeds.Select(SeedObject.Of)], [.. workers.Select(WorkerObject.Of)]);
            await _surroundings.Output.WriteLineAsync(JsonSerializer.Serialize(nodes, NodesJson.Default.NodesObject));
            return ExitCodes.Completed;
        }

        if (seeds.Count + workers.Count > 0) TextConsole.Write(_surroundings.Output, ListTable.PlainWidth, console => console.Write(TablesOf(seeds, workers)));
        if (workers.Count == 0) _surroundings.Say($"There are no workers: '{connection.CommandLine("worker")}' starts one.");
        return ExitCodes.Completed;
    }

    private static Rows TablesOf(IReadOnlyList<SeedSummary> seeds, IReadOnlyList<WorkerSummary> workers)
    {
        var ofSeeds = new ListTable(
            ["seed", "coordinator", "answered"],
            seeds.Select(seed => (IReadOnlyList<string>)
            [
                seed.Address,
                seed.HasCoordinator ? "here" : "",
                seed.SilentFor is { } silent ? Sentences.Ago(silent) : "never",
            ]),
            expendable: []);
        var ofWorkers = new ListTable(
            ["worker", "host", " slots", " chunks", "state", "heard of", "release"],
            workers.Select(worker => (IReadOnlyList<string>)
            [
                worker.Name,
                worker.Host,
                worker.CpuSlots == worker.IoSlots ? Sentences.Grouped(worker.CpuSlots) : $"{Sentences.Grouped(worker.CpuSlots)} + {Sentences.Grouped(worker.IoSlots)} I/O",
                Sentences.Grouped(worker.Leases),
                worker.IsDraining ? "draining" : "working",
                Sentences.Ago(worker.SilentFor),
                worker.Release,
            ]),
            expendable: ["release", "heard of", "host"]);
        return new Rows(seeds.Count > 0 ? [ofSeeds, ofWorkers] : [ofWorkers]);
    }
}
