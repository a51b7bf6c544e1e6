using System.CommandLine;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Nodes;
using Concurrency.Cli.CommandLine;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Cli.Cluster;

/// <summary><c>concurrency seed</c>.</summary>
internal sealed class SeedVerb : Verb
{
    private readonly ConfigurationOption _configuration;
    private readonly Surroundings _surroundings;
    private readonly ConfiguredOption<HostPort> _listen;
    private readonly Option<string?> _advertise;
    private readonly DataOption _data = new("Keep jobs in this folder, which is for this seed alone; without it in one of the user's, which the seed names when it starts");

    private readonly Option<bool> _inMemory = new("--in-memory") { Description = "Keep jobs in memory: they are lost when the last seed ends" };
    private readonly ClusterOptions _cluster;

    public SeedVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("seed", "Starts a seed: it has the coordinator, takes jobs from drivers and leases them to workers.")
    {
        (_configuration, _surroundings) = (configuration, surroundings);
        _listen = new("--listen", "seed.listen", configuration, PlaceOptions.Listening)
        {
            Description = "Where workers and drivers, and the other seeds, get at it",
            HelpName = "HOST:PORT",
        };
        _advertise = new("--advertise")
        {
            Description = "What others call it, where that is not the address it listens at: behind NAT, in a container, for 0.0.0.0",
            HelpName = "HOST[:PORT]",
        };
        Add(_listen);
        Add(_advertise);
        Add(_data);
        Add(_inMemory);
        _cluster = new(this, "the other seeds are");
        SetAction(RunAsync);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("seed", "a seed for this machine alone"),
        new("seed --data jobs", "the same, with its jobs in a folder of your choice"),
        new("seed --listen 0.0.0.0:4053 --advertise one.example --tls certificates/one.example", "a seed for other machines too"),
        new("seed --listen 127.0.0.1:4054 --join 127.0.0.1:4053,127.0.0.1:4055", "one of three, so that any of them may fail"),
    ];

    private async Task<int> RunAsync(ParseResult parse)
    {
        var place = Place(parse);
        var security = _cluster.Security(parse, [place.Listen, .. place.Others]);
        var isLocal = PlaceOptions.IsLoopback(place.Listen);
        var configuration = Keeping(parse).WithFallback(_configuration.Load(parse.GetValue(_configuration), isLocal ? "local seed" : "seed"));
        SeedNode.Check(place, EngineSettings.Read(configuration));
        using var prober = new Prober();
        if (place.Others.Count > 0) _surroundings.Say($"Joining the seeds at {Listed(place.Others)}.");
        SeedNode started;
        try
        {
            started = await SeedNode.StartAsync(place, security, Workloads.All(prober), configuration, _surroundings.Say, _surroundings.Time, _surroundings.Cancelled);
        }
        catch (OperationCanceledException) when (_surroundings.Cancelled.IsCancellationRequested)
        {
            return ExitCodes.Completed; // It has ended as it was told to, though it was told early.
        }

        await using var seed = started;
        await _surroundings.Output.WriteLineAsync($"Seed ready at {seed.Place}.");
        await _surroundings.Output.FlushAsync(CancellationToken.None);
        var join = $"--join {seed.Place}{(security.IsTls ? " --tls DIR" : PlaceOptions.IsLoopback(seed.Place) ? "" : " --insecure")}";
        _surroundings.Say($"Next, in other terminals: 'concurrency worker {join}', then 'concurrency gamma 6 {join}'. Ctrl-C ends the seed.");
        _surroundings.Say(seed.Storage is { } storage
            ? $"Jobs are kept in {storage.Place}."
            : "Jobs are kept in memory alone, and are lost when the last seed ends.");

        var ended = seed.Ended;
        await Task.WhenAny(ended, Task.Delay(Timeout.InfiniteTimeSpan, _surroundings.Time, _surroundings.Cancelled));
        if (!ended.IsCompleted) return ExitCodes.Completed;
        var (sentence, exitCode) = await ended switch
        {
            SeedEnd.PutOut => ($"The other seeds have lost sight of {seed.Place} and go on without it. Start it again to bring it back.", ExitCodes.PutOut),
            SeedEnd.Deposed => (
                $"The seed at {seed.Place} has ended, since a coordinator that it does not know of writes to its database: seeds that share one have to --join one another.",
                ExitCodes.Failed),
            _ => ($"The seed at {seed.Place} has ended, though nobody told it to: what it said before may say why.", ExitCodes.Failed),
        };
        _surroundings.Say(sentence);
        return exitCode;
    }

    /// <summary>What the command line says of where jobs are kept.</summary>
    private Config Keeping(ParseResult parse)
    {
        var data = parse.GetValue(_data);
        if (parse.GetValue(_inMemory))
        {
            return data is null
                ? ConfigurationFiles.Setting("store.provider", "memory")
                : throw new RefusedException($"--data is '{data}', but --in-memory keeps jobs nowhere: leave one of the two out.");
        }

        return data is null
            ? Config.Empty
            : ConfigurationFiles.Setting("store.provider", "sqlite").WithFallback(ConfigurationFiles.Setting("store.sqlite.directory", Path.GetFullPath(data)));
    }

    private SeedPlace Place(ParseResult parse)
    {
        var listen = _listen.Read(parse);
        var advertise = listen;
        if (parse.GetValue(_advertise) is { } text)
        {
            var reading = PlaceOptions.Advertised("--advertise", text, listen.Port);
            advertise = reading.Fault is null ? reading.Value : throw new RefusedException(reading.Fault);
        }
        else if (PlaceOptions.Any(listen.Host))
        {
            throw new RefusedException(
                $"--listen {listen} is every address of this machine, so it does not say what others are to call it: add --advertise with its name or address.");
        }

        return new(listen, advertise, [.. (_cluster.Join(parse) ?? []).Where(other => other != advertise)]);
    }

    private static string Listed(IReadOnlyList<HostPort> places) => Sentences.Listed([.. places.Select(place => place.ToString())]);
}
