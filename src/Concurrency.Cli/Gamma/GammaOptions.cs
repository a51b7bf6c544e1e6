using System.CommandLine;
using Concurrency.Cli.CommandLine;
using Concurrency.Core.Contract;
using Concurrency.Workloads.Gamma;

namespace Concurrency.Cli.Gamma;

/// <summary>What a gamma job is made of.</summary>
internal sealed class GammaOptions
{
    private readonly Argument<double> _x = new("X")
    {
        Description = $"The argument of the Gamma function: above 0 and at most {GammaJob.MaxX}",
        CustomParser = Readers.Real("X").AsParser(),
    };

    private readonly Option<double> _from = Real("--from", 0, "Where the integral begins");
    private readonly Option<double> _to = Real("--to", 1000, "Where the integral ends");

    private readonly Option<long> _steps = new("--steps")
    {
        Description = "Equal parts of the range; 10_000_000 and 1e7 are the same",
        HelpName = "N",
        CustomParser = Readers.Whole("--steps", 1, GammaJob.MaxSteps).AsParser(),
        DefaultValueFactory = _ => 10_000_000,
    };

    private readonly Option<QuadratureRule> _rule = new("--rule")
    {
        Description = "How the integral becomes a sum [default: left]",
        HelpName = string.Join('|', QuadratureRules.Names),
        CustomParser = Readers.Word("--rule", [.. Enum.GetValues<QuadratureRule>().Select(rule => (rule.Name(), rule))], later: ["adaptive"]).AsParser(),
    };

    private readonly Option<long?> _chunkSize;

    public GammaOptions(Command verb)
    {
        var whole = Readers.Whole("--chunk-size", 1, long.MaxValue);
        _chunkSize = new("--chunk-size")
        {
            Description = $"Points in a chunk, rounded up to whole blocks of {GammaKernel.PointsPerBlock}; auto sizes chunks by how fast workers are [default: auto]",
            HelpName = "N|auto",
            CustomParser = Readers.AsParser<long?>(text =>
                string.Equals(text, "auto", StringComparison.OrdinalIgnoreCase) ? default(long?)
                : whole(text) is { Fault: null, Value: var points } ? points
                : Readers.Bad<long?>("--chunk-size", text, "auto or a whole number of points from 1 on, such as 1_000_000")),
        };
        verb.Add(_x);
        foreach (var option in new Option[] { _from, _to, _steps, _rule, _chunkSize }) verb.Add(option);
    }

    /// <exception cref="BadJobException">The values do not go together.</exception>
    public GammaJob Job(ParseResult parse) =>
        new(parse.GetValue(_x), parse.GetValue(_from), parse.GetValue(_to), parse.GetValue(_steps), parse.GetValue(_rule));

    /// <summary>Blocks in a chunk; null to let the engine choose.</summary>
    public long? ChunkUnits(ParseResult parse) =>
        parse.GetValue(_chunkSize) is { } points ? ((points - 1) / GammaKernel.PointsPerBlock) + 1 : null;

    private static Option<double> Real(string name, double usual, string description) => new(name)
    {
        Description = description,
        HelpName = "T",
        CustomParser = Readers.Real(name).AsParser(),
        DefaultValueFactory = _ => usual,
    };
}
