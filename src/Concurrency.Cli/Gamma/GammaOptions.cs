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
    private readonly ConfiguredOption<double> _tolerance;

    /// <param name="rules">Those to choose from.</param>
    /// <param name="defaultX">The path of a default for x, below <c>concurrency</c>; null if there is none.</param>
    public GammaOptions(ConfigurationOption configuration, Command verb, IReadOnlyList<QuadratureRule> rules, string? defaultX = null)
    {
        if (defaultX is not null)
        {
            _x.DefaultValueFactory = result => configuration.Default(result.GetValue(configuration), defaultX, Readers.Real).Value;
            _x.Arity = ArgumentArity.ZeroOrOne;
        }

        _from = new("--from", "gamma.from", configuration, Readers.Real) { Description = "Where the integral begins", HelpName = "T" };
        var isAdaptive = rules.Contains(QuadratureRule.Adaptive);
        _to = new("--to", "gamma.to", configuration, isAdaptive ? Readers.RealOrInfinity : Readers.Real)
        {
            Description = $"Where the integral ends{(isAdaptive ? "; inf with --rule adaptive only" : "")}",
            HelpName = isAdaptive ? "T|inf" : "T",
        };
        _steps = new("--steps", "gamma.steps", configuration, name => Readers.Whole(name, 1, GammaJob.MaxSteps))
        {
            Description = "Equal parts of the range; 10_000_000 and 1e7 are the same",
            HelpName = "N",
        };
        _rule = new("--rule", "gamma.rule", configuration, name => Readers.Word(
            name, [.. rules.Select(rule => (rule.Name(), rule))]))
        {
            Description = "How the integral becomes a sum",
            HelpName = string.Join('|', rules.Select(rule => rule.Name())),
        };
        _tolerance = new("--tolerance", "gamma.tolerance", configuration, Readers.Real)
        {
            Description = "How far the value may be off the integral, relatively: instead of steps, with --rule adaptive",
            HelpName = "T",
        };
        verb.Add(_x);
        foreach (var option in new Option[] { _from, _to, _steps, _rule }) verb.Add(option);
        if (isAdaptive) verb.Add(_tolerance);
    }

    /// <exception cref="BadJobException">The values do not go together.</exception>
    public GammaJob Job(ParseResult parse)
    {
        var (x, from, to, rule) = (parse.GetValue(_x), _from.Read(parse), _to.Read(parse), _rule.Read(parse));
        if (rule == QuadratureRule.Adaptive)
        {
            if (_steps.IsGiven(parse)) throw new BadJobException("--steps is for rules of equal steps, but --rule is adaptive: say with --tolerance how exact it is to be.");
            return GammaJob.Adaptive(x, from, to, _tolerance.Read(parse));
        }

        if (_tolerance.IsGiven(parse)) throw new BadJobException($"--tolerance is for --rule adaptive, but --rule is {rule.Name()}: say with --steps how exact it is to be.");
        if (double.IsPositiveInfinity(to)) throw new BadJobException($"--to is inf, but --rule is {rule.Name()}, whose equal steps need an end: use --rule adaptive.");
        return new(x, from, to, _steps.Read(parse), rule);
    }
}
