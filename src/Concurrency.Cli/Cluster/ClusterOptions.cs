using System.CommandLine;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Nodes;
using Concurrency.Actors.Security;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Cluster;

/// <summary>The options of every verb that talks to other machines: <c>--join</c>, <c>--tls</c> and <c>--insecure</c>.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<IReadOnlyList<HostPort>?> _join;
    private readonly Option<string?> _tls = new("--tls")
    {
        Description = "Talk to other nodes with TLS, with the certificates in this folder; see 'concurrency certificates'",
        HelpName = "DIR",
    };

    private readonly Option<bool> _insecure = new("--insecure")
    {
        Description = "Talk to other machines without TLS: whoever reaches the port can run jobs, and read along",
    };

    /// <param name="whom">Who is joined, for the help.</param>
    public ClusterOptions(Command verb, string whom)
    {
        _join = new("--join")
        {
            Description = $"Where {whom}: as they print it when they start",
            HelpName = "HOST:PORT,...",
            CustomParser = PlaceOptions.Seeds("--join").AsParser()!,
        };
        verb.Add(_join);
        verb.Add(_tls);
        verb.Add(_insecure);
    }

    /// <summary>Null where it was not given.</summary>
    public IReadOnlyList<HostPort>? Join(ParseResult parse) => parse.GetValue(_join);

    /// <exception cref="RefusedException">It was not given.</exception>
    public IReadOnlyList<HostPort> MustJoin(ParseResult parse) => Join(parse)
        ?? throw new RefusedException("--join is missing: it says where a seed is, such as --join 127.0.0.1:4053; 'concurrency seed' starts one and prints where it is.");

    /// <summary>How to talk to nodes at these places, and be talked to at them.</summary>
    /// <exception cref="RefusedException">It would be talked to other machines, or by them, without TLS, and nobody has said that this is meant.</exception>
    /// <exception cref="Actors.Configuration.BadSettingException">The certificates cannot be used.</exception>
    public NodeSecurity Security(ParseResult parse, IReadOnlyList<HostPort> places)
    {
        if (parse.GetValue(_tls) is { } folder) return NodeCertificates.Load(folder).Security;
        if (!parse.GetValue(_insecure) && places.FirstOrDefault(place => !PlaceOptions.IsLoopback(place)) is { Host: not null } open)
        {
            throw new RefusedException(
                $"{open} is not of this machine alone, and without TLS whoever gets there can run jobs: give --tls DIR with certificates "
                + "from 'concurrency certificates', or --insecure if everybody on that network is trusted.");
        }

        return NodeSecurity.None;
    }
}
