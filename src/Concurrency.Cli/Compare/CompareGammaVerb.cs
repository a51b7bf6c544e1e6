using System.CommandLine;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Gamma;
using Concurrency.Cli.Running;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Compare;

/// <summary><c>concurrency compare gamma</c>.</summary>
internal sealed class CompareGammaVerb : Verb
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan MostTime = TimeSpan.FromHours(1);

    private readonly ConfigurationOption _configuration;
    private readonly Surroundings _surroundings;
    private readonly GammaOptions _gamma;
    private readonly ConfiguredOption<TimeSpan> _scaledTime;
    private readonly CompareOptions _compare;

    public CompareGammaVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("gamma", "Compares ways of summing the Gamma integral: a plain loop, the vector kernel, threads and processes; as it is, and with more steps.")
    {
        (_configuration, _surroundings) = (configuration, surroundings);
        _gamma = new(configuration, this, QuadratureRules.Stepping, defaultX: "compare.x");
        _scaledTime = new("--scaled-time", "compare.scaled-time", configuration, name => Readers.Duration(name, LeastTime, MostTime))
        {
            Description = "The second job is the first with so many steps that serial takes about this long",
            HelpName = "TIME",
        };
        Add(_scaledTime);
        _compare = new(configuration, this);
        SetAction((parse, _) => RunAsync(parse));
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("compare gamma", "the exercise: one loop, 4 and 8 threads, 4 and 8 processes, about two minutes"),
        new("compare gamma --scaled-time 100ms --repeat 3", "sooner, and less exact"),
        new("compare gamma 6 --parallelism 2,4,8,16 --report gamma.html", "more threads, and a page with charts"),
        new("compare gamma 0.5 --rule midpoint --output json", "for a program to read"),
    ];

    private async Task<int> RunAsync(ParseResult parse)
    {
        var (job, scaledTime, terms) = (_gamma.Job(parse), _scaledTime.Read(parse), _compare.Read(parse));
        var file = parse.GetValue(_configuration);
        var configuration = _configuration.Load(file);
        return await CompareRun.RunAsync("gamma", terms, _surroundings, async view =>
        {
            var contest = new GammaContest(job, terms.Slots, scaledTime, Terms, _surroundings, view);
            var (sections, largest) = await contest.PrepareAsync();
            var pictures = new GammaPictures(job, largest, terms.Slots.Min(), Terms, _surroundings);
            return new(sections, contest.Notes) { Illustrate = pictures.DrawAsync };
        });

        RunTerms Terms(RunMode mode, int parallelism) => new(mode, parallelism, configuration) { File = file };
    }
}
