using System.CommandLine;
using System.Net;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Cli.TestSite;
using Concurrency.Cli.Uptime;
using Concurrency.Core;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Cli.Compare;

/// <summary><c>concurrency compare uptime</c>.</summary>
internal sealed class CompareUptimeVerb : Verb
{
    private readonly ConfigurationOption _configuration;
    private readonly Surroundings _surroundings;
    private readonly UptimeOptions _uptime;
    private readonly CompareOptions _compare;

    public CompareUptimeVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("uptime", "Compares ways of asking sites whether they are up: one after another, and in several slots at once; without a list, 29 test sites in this process.")
    {
        (_configuration, _surroundings) = (configuration, surroundings);
        _uptime = new(configuration, this, redirects: "compare.redirects", withChunkSize: false);
        _compare = new(configuration, this);
        SetAction((parse, _) => RunAsync(parse));
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("compare uptime", "the exercise: one loop, 4 and 8 threads, 4 and 8 processes, one probe at a time in each"),
        new("compare uptime --parallelism 2,4,8,16 --report uptime.html", "more slots, and a page with charts"),
        new("compare uptime sites.txt --repeat 3", "your own sites, each probed a dozen times and more"),
    ];

    private async Task<int> RunAsync(ParseResult parse)
    {
        var (job, sources, terms) = (_uptime.Job(parse, RunMode.Threads), _uptime.Sources(parse), _compare.Read(parse));
        var file = parse.GetValue(_configuration);
        var configuration = _configuration.Load(file);
        await using var web = sources.Count == 0 ? await TestWeb.StartAsync(new IPEndPoint(IPAddress.Loopback, 0)) : null;
        var sites = web is not null ? [.. web.Urls.Select(UptimeWorkload.ItemOf)] : await ReadAsync(sources);
        return await CompareRun.RunAsync("uptime", terms, _surroundings, async view =>
        {
            var contest = new UptimeContest(job, sites, isTest: web is not null, terms.Slots, Terms, _surroundings, view);
            return new([await contest.PrepareAsync()], contest.Notes);
        });

        RunTerms Terms(RunMode mode, int parallelism) => new(mode, parallelism, configuration) { File = file };
    }

    private async Task<IReadOnlyList<Payload>> ReadAsync(IReadOnlyList<string> sources)
    {
        using var standardInput = _surroundings.Input();
        return await SiteLists.ReadAsync(sources, standardInput, _surroundings.Cancelled);
    }
}
