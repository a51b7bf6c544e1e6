using System.CommandLine;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Nodes;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Cli.Cluster;

/// <summary><c>concurrency worker</c>.</summary>
internal sealed class WorkerVerb : Verb
{
    private readonly ConfigurationOption _configuration;
    private readonly Surroundings _surroundings;
    private readonly ConfiguredOption<long?> _slots;
    private readonly Option<string?> _listen = new("--listen")
    {
        Description = "Where it listens; not needed, since a worker opens its connections itself",
        HelpName = "HOST:PORT",
    };

    private readonly Option<string?> _advertise = new("--advertise")
    {
        Description = "What the seeds call it; a name that is made for it when left out",
        HelpName = "HOST[:PORT]",
    };

    private readonly ClusterOptions _cluster;

    public WorkerVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("worker", "Starts a worker: it runs chunks for the coordinator, wherever that is. It may be started before its seed.")
    {
        (_configuration, _surroundings) = (configuration, surroundings);
        _slots = new("--slots", "worker.slots", configuration, name => Readers.OrAuto(name, 1, RunOptions.MostSlots))
        {
            Description = $"Chunks that run at once; auto is one for each processor, {Environment.ProcessorCount} here",
            HelpName = "N|auto",
        };
        Add(_slots);
        Add(_listen);
        Add(_advertise);
        _cluster = new(this, "the seeds are");
        SetAction(RunAsync);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("worker --join 127.0.0.1:4053", "for a seed on this machine, with a slot for each processor"),
        new("worker --join one.example:4053,two.example:4053 --slots 8 --tls certificates/worker", "for seeds elsewhere"),
    ];

    private async Task<int> RunAsync(ParseResult parse)
    {
        var seeds = _cluster.MustJoin(parse);
        HostPort? listen = parse.GetValue(_listen) is { } text ? Require(PlaceOptions.Listening("--listen")(text)) : null;
        HostPort? advertise = parse.GetValue(_advertise) is { } called ? Require(PlaceOptions.Advertised("--advertise", called, listen?.Port ?? 0)) : null;
        var security = _cluster.Security(parse, listen is { } place ? [.. seeds, place] : seeds);
        var name = PeerName.New("w");
        var slots = (int)(_slots.Read(parse) ?? Math.Min(Environment.ProcessorCount, RunOptions.MostSlots));

        using var prober = new Prober();
        var worker = new WorkerNode(
            new(name, slots, seeds, listen, advertise), security, Workloads.All(prober), _configuration.Load(parse.GetValue(_configuration)), _surroundings.Time);
        _surroundings.Say($"Worker {name} looks for the coordinator at {Sentences.Listed([.. seeds.Select(seed => seed.ToString())])}. Ctrl-C drains it.");
        var announcer = new LinkAnnouncer(_surroundings, seed => $"Worker {name} ready: {Sentences.Counted(slots, "slot")}, for the seed at {seed}.");
        if (await worker.RunAsync(announcer.Tell, _surroundings.Cancelled, CancellationToken.None) is not { } refusal) return ExitCodes.Completed;
        _surroundings.Say(refusal);
        return ExitCodes.Failed;
    }

    private static HostPort Require(Reading<HostPort> reading) => reading.Fault is null ? reading.Value : throw new RefusedException(reading.Fault);
}
