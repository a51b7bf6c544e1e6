using System.CommandLine;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;

namespace Concurrency.Cli.Interactive;

/// <summary><c>concurrency console</c>.</summary>
internal sealed class ConsoleVerb : Verb
{
    private const int MostRemembered = 1_000_000;

    private readonly ConfigurationOption _configuration;
    private readonly Surroundings _surroundings;
    private readonly DriverConnection _connection;

    public ConsoleVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("console", "Opens a console on a cluster, or on an engine of its own: the same verbs at a prompt, with one connection for all of them.")
    {
        (_configuration, _surroundings) = (configuration, surroundings);
        _connection = new(configuration, surroundings, this);
        SetAction((parse, _) => RunAsync(parse));
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("console", "with an engine of its own, in this process"),
        new("console --join 127.0.0.1:4053", "on a cluster"),
        new("console --join 127.0.0.1:4053 < commands.txt", "the commands in a file, one a line; the exit code is that of the last"),
    ];

    private async Task<int> RunAsync(ParseResult parse)
    {
        var file = parse.GetValue(_configuration);
        var most = _configuration.Default(file, "console.history", name => Readers.Whole(name, 1, MostRemembered)).Value;
        var history = new History(_surroundings.Keyboard is null ? null : History.PathIn(_surroundings.Variables), (int)most);
        await using var connection = await ConnectAsync(parse, file);
        return await new ConsoleSession(connection, _configuration.Load(file), history, _surroundings).RunAsync();
    }

    private async Task<IConnection> ConnectAsync(ParseResult parse, string? file)
    {
        if (_connection.Seeds(parse) is { } seeds) return await _connection.JoinAsync(parse, seeds);
        if (DriverConnection.Given(parse) is { } stray) throw new RefusedException($"{stray} is for a console on a cluster: add --join HOST:PORT, or leave it out.");
        var slots = _configuration.Default(file, "driver.parallelism", name => Readers.OrAuto(name, 1, RunOptions.MostSlots)).Value;
        return await OwnEngine.StartAsync(
            (int)(slots ?? Math.Min(Environment.ProcessorCount, RunOptions.MostSlots)), _configuration.Load(file), _surroundings.Time, _surroundings.Cancelled);
    }
}
