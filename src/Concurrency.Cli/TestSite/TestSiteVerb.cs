using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.TestSite;

/// <summary><c>concurrency testsite</c>.</summary>
internal sealed class TestSiteVerb : Verb
{
    private readonly Surroundings _surroundings;
    private readonly ConfiguredOption<IPEndPoint> _listen;
    private readonly Option<bool> _hanging = new("--hanging") { Description = "Add a site that takes requests and never answers" };

    public TestSiteVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("testsite", "Answers as a web of sites on this machine, to try uptime on, and writes the list of them.")
    {
        _surroundings = surroundings;
        _listen = ListenOption.Create(configuration);
        Add(_listen);
        Add(_hanging);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("testsite > sites.txt", "29 sites, two of them missing, until Ctrl-C; then, in another terminal: concurrency uptime sites.txt"),
        new("testsite --hanging", "one more, which never answers"),
        new("testsite --listen 127.0.0.1:8080", "at a port that stays the same"),
    ];

    private async Task<int> RunAsync(ParseResult parse)
    {
        await using var web = await StartAsync(parse.GetValue(_listen)!, parse.GetValue(_hanging));
        string[] lines =
        [
            $"# {web.Urls.Count} sites on this machine to try 'concurrency uptime' on; two of them are missing, as in the exercise.",
            "# They answer while the 'concurrency testsite' that wrote this runs.",
            .. web.Urls,
        ];
        // At once and flushed: whoever reads it has the whole list, though the program goes on.
        var output = _surroundings.Output;
        await output.WriteAsync(string.Concat(lines.Select(line => line + output.NewLine)));
        await output.FlushAsync(CancellationToken.None);
        _surroundings.Say(
            $"The sites answer at {web.Address} until Ctrl-C. Save their list, then try them from another terminal: concurrency uptime FILE");

        await Task.Delay(Timeout.InfiniteTimeSpan, _surroundings.Time, _surroundings.Cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Completed;
    }

    private static async Task<TestWeb> StartAsync(Written<IPEndPoint> listen, bool hanging)
    {
        try
        {
            return await TestWeb.StartAsync(listen.Value, hanging);
        }
        catch (SocketException e)
        {
            throw new RefusedException(e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"--listen is {Sentences.Quoted(listen.Text)}, but that port is in use: choose another, or 0 for one that is free.",
                SocketError.AccessDenied => $"--listen is {Sentences.Quoted(listen.Text)}, but you may not use that port: choose one from 1024 on, or 0 for one that is free.",
                SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported =>
                    $"--listen is {Sentences.Quoted(listen.Text)}, but this machine has no such address: 127.0.0.1:{listen.Value.Port} is one that it has.",
                _ => $"--listen is {Sentences.Quoted(listen.Text)}, but nobody can listen there: {e.Message}",
            });
        }
    }
}
