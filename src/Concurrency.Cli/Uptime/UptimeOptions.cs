using System.CommandLine;
using System.CommandLine.Completions;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core.Contract;
using Concurrency.Workloads.Uptime;

namespace Concurrency.Cli.Uptime;

/// <summary>What an uptime job is made of.</summary>
internal sealed class UptimeOptions
{
    private readonly Argument<string[]> _sources = new("LIST")
    {
        Description = "Files with one URL a line, URLs, and - for standard input; without any, a sample list of 29 sites",
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "FILE|URL|-",
    };

    private readonly ConfiguredOption<TimeSpan> _timeout;
    private readonly ConfiguredOption<bool> _redirects;
    private readonly ConfiguredOption<long> _concurrency;
    private readonly ConfiguredOption<long?> _chunkSize;

    /// <param name="redirects">The path of the default for redirects, below <c>concurrency</c>.</param>
    /// <param name="withChunkSize">Whether there is a choice of how many URLs are in a chunk.</param>
    public UptimeOptions(ConfigurationOption configuration, Command verb, string redirects = "uptime.redirects", bool withChunkSize = true)
    {
        _timeout = new("--timeout", "uptime.timeout", configuration, name => Readers.Duration(name, UptimeJob.ShortestTimeout, UptimeJob.LongestTimeout))
        {
            Description = "How long a site may take to answer, redirects and all",
            HelpName = "TIME",
        };
        _redirects = new("--redirects", redirects, configuration, name => Readers.Word(name, [("follow", true), ("none", false)]))
        {
            Description = "Whether the verdict is of the answer that redirects lead to, or of the first",
            HelpName = "follow|none",
        };
        _concurrency = new("--concurrency", "uptime.concurrency", configuration, name => Readers.Whole(name, 1, WorkloadTraits.MostChunksPerSlot))
        {
            Description = "Probes in flight on each slot; 1 with --mode serial when it is not given",
            HelpName = "N",
        };
        _chunkSize = new("--chunk-size", "driver.chunk-size", configuration, name => Readers.OrAuto(name, 1, long.MaxValue))
        {
            Description = $"URLs in a chunk, which are probed one after another: at most {UptimeWorkload.MostSites}; auto sizes chunks by how fast answers come",
            HelpName = "N|auto",
        };
        _sources.CompletionSources.Add(context => FileNames.Of(context.WordToComplete).Select(name => new CompletionItem(name)));
        // Else a misspelt option would be taken for a file.
        _sources.Validators.Add(given =>
        {
            if (given.Tokens.FirstOrDefault(token => token.Value is ['-', _, ..]) is { } option)
                given.AddError($"There is no option {Sentences.Quoted(option.Value)} of {verb.Name}.");
        });
        verb.Add(_sources);
        foreach (var option in new Option[] { _timeout, _redirects, _concurrency }) verb.Add(option);
        if (withChunkSize) verb.Add(_chunkSize);
    }

    public IReadOnlyList<string> Sources(ParseResult parse) => parse.GetValue(_sources) ?? [];

    public UptimeJob Job(ParseResult parse, RunMode mode) => new(
        _timeout.Read(parse),
        _redirects.Read(parse),
        mode == RunMode.Serial && !_concurrency.IsGiven(parse) ? 1 : (int)_concurrency.Read(parse));

    /// <summary>URLs in a chunk; null to let the engine choose.</summary>
    public long? ChunkUnits(ParseResult parse) => _chunkSize.Read(parse);
}
