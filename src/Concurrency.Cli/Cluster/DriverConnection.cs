using System.CommandLine;
using Concurrency.Actors.Gateway;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Cluster;

/// <summary>
/// How a verb gets at a coordinator: by the options of a cluster, for a connection of its own; at the prompt of a console there are no such
/// options, and the connection is the console's.
/// </summary>
internal sealed class DriverConnection
{
    private readonly ConfigurationOption _configuration;
    private readonly Surroundings _surroundings;
    private readonly ClusterOptions? _cluster;

    public DriverConnection(ConfigurationOption configuration, Surroundings surroundings, Command verb)
    {
        (_configuration, _surroundings) = (configuration, surroundings);
        if (surroundings.Connection is null) _cluster = new(verb, "the seeds are");
    }

    /// <summary>The option by which a cluster was named, or an option that makes no sense without; null when there is none.</summary>
    public static string? Given(ParseResult parse) =>
        Array.Find(["--join", "--tls", "--insecure"], name => GivenOption.Find(parse, name) is not null);

    /// <exception cref="RefusedException">No cluster was named, or it is not to be talked to like this.</exception>
    /// <exception cref="Actors.Driving.NoAnswerException">There is no coordinator to be found.</exception>
    public async Task<int> UseAsync(ParseResult parse, Func<IConnection, Task<int>> use)
    {
        if (_surroundings.Connection is { } open) return await use(open);
        await using var joined = await JoinAsync(parse, _cluster!.MustJoin(parse));
        return await use(joined);
    }

    /// <summary>Null when no cluster was named.</summary>
    public IReadOnlyList<HostPort>? Seeds(ParseResult parse) => _cluster?.Join(parse);

    /// <summary>A connection of the cluster that was named.</summary>
    /// <exception cref="RefusedException">It is not to be talked to like this.</exception>
    /// <exception cref="Actors.Driving.NoAnswerException">There is no coordinator to be found.</exception>
    public async Task<IConnection> JoinAsync(ParseResult parse, IReadOnlyList<HostPort> seeds)
    {
        var place = new ClusterPlace(seeds, _cluster!.Security(parse, seeds), Options(parse, seeds));
        return await ClusterConnection.JoinAsync(
            place, _configuration.Load(parse.GetValue(_configuration)), _surroundings.Say, _surroundings.Time, _surroundings.Cancelled);
    }

    private static string Options(ParseResult parse, IReadOnlyList<HostPort> seeds)
    {
        var join = $"--join {string.Join(',', seeds)}";
        var tls = GivenOption.Find(parse, "--tls") is { } folder ? $" --tls {string.Concat(folder.Tokens)}" : "";
        return join + tls + (GivenOption.Find(parse, "--insecure") is not null ? " --insecure" : "");
    }
}
