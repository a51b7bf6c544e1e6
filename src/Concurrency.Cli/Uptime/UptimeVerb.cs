using System.CommandLine;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core;
using Concurrency.Workloads.Uptime;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Uptime;

/// <summary><c>concurrency uptime [LIST...]</c>.</summary>
internal sealed class UptimeVerb : Verb
{
    /// <summary>Enough that whatever runs often has run.</summary>
    private const int PracticeProbes = 64;

    /// <summary>Where a machine's own loopback address does not answer, there is no more rehearsal than this.</summary>
    private static readonly TimeSpan LongestRehearsal = TimeSpan.FromSeconds(1);

    private readonly Surroundings _surroundings;
    private readonly UptimeOptions _uptime;
    private readonly RunOptions _run;
    private readonly ConfiguredOption<OutputFormat> _output;

    public UptimeVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("uptime", "Asks every site of a list with a HEAD request whether it is up.")
    {
        _surroundings = surroundings;
        _uptime = new(configuration, this);
        _run = new(configuration, surroundings, this);
        _output = OutputOption.Create(configuration, OutputOption.OfRows);
        Add(_output);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("uptime sites.txt", "the sites in a file, one URL a line; # begins a comment"),
        new("uptime http://127.0.0.1:8080/ sites.txt", "a site, and those in a file"),
        new("uptime - --output ndjson", "the sites on standard input, one object a line and site"),
        new("uptime --mode serial --redirects none", "the sample list, one site after another, as in the exercise"),
    ];

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terms = _run.Read(parse);
        var (job, format) = (_uptime.Job(parse, terms.Mode), _output.Read(parse));
        using var standardInput = _surroundings.Input();
        var items = await SiteLists.ReadAsync(_uptime.Sources(parse), standardInput, _surroundings.Cancelled);
        using var prober = new Prober();
        var workload = new UptimeWorkload(prober);
        var output = new UptimeOutput(job, items.Count, unit => items[(int)unit].AsText(), format, _surroundings);
        var spec = new JobSpec(workload.Name, workload.Encode(job), _uptime.ChunkUnits(parse));
        return await JobRun.RunAsync(
            new(workload, spec, output) { Items = items, Rehearsal = runner => RehearseAsync(runner, spec, format) }, terms, _surroundings);
    }

    /// <summary>A small job of the same kind, of which nobody hears.</summary>
    private async Task RehearseAsync(IJobRunner runner, JobSpec spec, OutputFormat format)
    {
        await using var practice = PracticeServer.Start();
        if (practice is null) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_surroundings.Cancelled);
        limit.CancelAfter(LongestRehearsal);
        Payload[] items = [.. Enumerable.Repeat(UptimeWorkload.ItemOf(practice.Url), PracticeProbes)];
        var sites = new SiteReader(unit => items[(int)unit].AsText(), format, TextWriter.Null);
        await runner.RunAsync(spec, items, new() { Rows = (records, _) => sites.Take(records) }, limit.Token);
    }
}
