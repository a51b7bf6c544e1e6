using System.CommandLine;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Workloads.Gamma;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Gamma;

/// <summary><c>concurrency gamma X</c>.</summary>
internal sealed class GammaVerb : Verb
{
    private readonly Surroundings _surroundings;
    private readonly GammaOptions _gamma;
    private readonly GammaChunkOption _chunk;
    private readonly RunOptions _run;
    private readonly ConfiguredOption<OutputFormat> _output;

    public GammaVerb(ConfigurationOption configuration, Surroundings surroundings)
        : base("gamma", "Sums the Gamma integral of t^(x-1) e^-t over a range, and compares the sum with the integral.")
    {
        _surroundings = surroundings;
        _gamma = new(configuration, this, Enum.GetValues<QuadratureRule>());
        _chunk = new(configuration, this);
        _run = new(configuration, surroundings, this);
        _output = OutputOption.Create(configuration, OutputOption.OfResult);
        Add(_output);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("gamma 6", "about 5! = 120"),
        new("gamma 0.5 --rule midpoint --steps 1e9", "about the root of pi, with a billion points"),
        new("gamma 0.5 --rule adaptive --to inf", "the root of pi, to 13 digits"),
        new("gamma 6 --mode serial --output json", "a plain loop, for a program to read"),
        new("gamma 6 --parallelism 4 --chunk-size 1_000_000", "four threads, chunks of a million points"),
    ];

    /// <summary>The engine starts on one processor, and leaves the others to compile the kernel.</summary>
    private static void PrepareBesideTheStart(GammaJob job) =>
        new Thread(() => GammaWorkload.Prepare(job)) { IsBackground = true, Name = "gamma preparation" }.Start();

    private async Task<int> RunAsync(ParseResult parse)
    {
        var job = _gamma.Job(parse);
        var terms = _run.Read(parse);
        var workload = new GammaWorkload();
        if (terms.Mode is RunMode.Serial or RunMode.Threads) PrepareBesideTheStart(job);
        var spec = new JobSpec(workload.Name, workload.Encode(job), _chunk.Units(parse, job));
        return await JobRun.RunAsync(new(workload, spec, new GammaOutput(workload, job, _output.Read(parse), _surroundings)), terms, _surroundings);
    }
}
