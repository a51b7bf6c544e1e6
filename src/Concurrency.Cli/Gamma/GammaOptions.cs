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

    private readonly ConfiguredOption<double> _from;
    private readonly ConfiguredOption<double> _to;
    private readonly ConfiguredOption<long> _steps;
    private readonly ConfiguredOption<QuadratureRule> _rule;

    /// <param name="defaultX">The path of a default for x, below <c>concurrency</c>; null if there is none.</param>
    public GammaOptions(ConfigurationOption configuration, Command verb, string? defaultX = null)
    {
        if (defaultX is not null)
        {
            _x.DefaultValueFactory = result => configuration.Default(result.GetValue(configuration), defaultX, Readers.Real).Value;
            _x.Arity = ArgumentArity.ZeroOrOne;
        }

        _from = new("--from", "gamma.from", configuration, Readers.Real) { Description = "Where the integral begins", HelpName = "T" };
        _to = new("--to", "gamma.to", configuration, Readers.Real) { Description = "Where the integral ends", HelpName = "T" };
        _steps = new("--steps", "gamma.steps", configuration, name => Readers.Whole(name, 1, GammaJob.MaxSteps))
        {
            Description = "Equal parts of the range; 10_000_000 and 1e7 are the same",
            HelpName = "N",
        };
        _rule = new("--rule", "gamma.rule", configuration, name => Readers.Word(
            name, [.. Enum.GetValues<QuadratureRule>().Select(rule => (rule.Name(), rule))], later: ["adaptive"]))
        {
            Description = "How the integral becomes a sum",
            HelpName = string.Join('|', QuadratureRules.Names),
        };
        verb.Add(_x);
        foreach (var option in new Option[] { _from, _to, _steps, _rule }) verb.Add(option);
    }

    /// <exception cref="BadJobException">The values do not go together.</exception>
    public GammaJob Job(ParseResult parse) =>
        new(parse.GetValue(_x), _from.Read(parse), _to.Read(parse), _steps.Read(parse), _rule.Read(parse));
}
