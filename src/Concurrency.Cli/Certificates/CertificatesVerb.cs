using System.CommandLine;
using System.Net;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Security;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Certificates;

/// <summary><c>concurrency certificates</c>.</summary>
internal sealed class CertificatesVerb : Verb
{
    private readonly Surroundings _surroundings;
    private readonly Option<string> _out = new("--out")
    {
        Description = "The folder of the authority; it is made if it is not there",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<IReadOnlyList<string>> _hosts = new("--host")
    {
        Description = "What others call the node; for a worker or a driver any name will do",
        HelpName = "NAME|IP...",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = CertificateHost.ParseAll("--host"),
    };

    public CertificatesVerb(Surroundings surroundings)
        : base("certificates", "Makes the certificate of a node for --tls, and the authority that signs it.")
    {
        _surroundings = surroundings;
        Add(_out);
        Add(_hosts);
        SetAction(Run);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("certificates --out certificates --host one.example 203.0.113.5", "for a seed that others reach by this name or this address"),
        new("certificates --out certificates --host worker", "for workers and drivers: one is enough for all of them"),
    ];

    /// <exception cref="BadSettingException">They cannot be made there.</exception>
    private int Run(ParseResult parse)
    {
        var folder = parse.GetValue(_out)!;
        var hosts = parse.GetValue(_hosts)!;
        if (folder.Length == 0) throw new RefusedException("--out is '', but must be a folder, such as certificates.");
        using var authority = CertificateAuthority.OpenOrCreate(folder, _surroundings.Time, out var isNew);
        if (isNew) Write($"authority    {folder}, made now: whoever has its ca.key can make nodes, so it stays here");
        var node = authority.Issue(hosts);
        Write($"certificate  {node.Path}, for {Sentences.Listed(hosts)}, until {node.Expires:yyyy-MM-dd}");

        _surroundings.Say($"Copy the folder {node.Path} to its machine, where nobody else can read it, and start the node there with --tls and that folder, as in:");
        _surroundings.Say($"  concurrency seed --listen {Listening(hosts[0])} --tls {node.Path}");
        _surroundings.Say($"  concurrency worker --join SEED:4053 --tls {node.Path}");
        return ExitCodes.Completed;
    }

    private static string Listening(string host) => !IPAddress.TryParse(host, out var address) ? $"0.0.0.0:4053 --advertise {host}"
        : $"{new IPEndPoint(address, 4053)}";

    private void Write(string line) => _surroundings.Output.WriteLine(Sentences.OnOneLine(line));
}
