using System.CommandLine;
using Concurrency.Actors.Configuration;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Compare.Report;
using Concurrency.Cli.Running;

namespace Concurrency.Cli.Compare;

/// <summary>The options of every comparison.</summary>
internal sealed class CompareOptions
{
    private const int MostSlots = 1024;

    private const int MostRounds = 1000;

    private readonly ConfiguredOption<IReadOnlyList<int>> _parallelism;
    private readonly ConfiguredOption<long> _repeat;
    private readonly Option<string?> _report = new("--report")
    {
        Description = "Also write a page with tables and charts, complete in itself",
        HelpName = "FILE.html",
    };

    private readonly ConfiguredOption<OutputFormat> _output;

    public CompareOptions(ConfigurationOption configuration, Command verb)
    {
        _parallelism = new("--parallelism", "compare.parallelism", configuration, Slots)
        {
            Description = "Slots to compare serial with, commas between them",
            HelpName = "N,N...",
        };
        _repeat = new("--repeat", "compare.repeat", configuration, name => Readers.Whole(name, 1, MostRounds))
        {
            Description = "Rounds: in each of them everything is run once",
            HelpName = "N",
        };
        _output = OutputOption.Create(configuration, OutputOption.OfResult);
        foreach (var option in new Option[] { _parallelism, _repeat, _report, _output }) verb.Add(option);
    }

    /// <exception cref="RefusedException">The report could not be written.</exception>
    /// <exception cref="BadSettingException">A default cannot be.</exception>
    public CompareTerms Read(ParseResult parse) => new(
        _parallelism.Read(parse),
        (int)_repeat.Read(parse),
        parse.GetValue(_report) is { } path ? ReportFile.At(path) : null,
        _output.Read(parse));

    /// <summary>Whole numbers with commas between them; what stands twice counts once.</summary>
    private static Func<string, Reading<IReadOnlyList<int>>> Slots(string name) => text =>
    {
        var read = text.Split(',').Select(Readers.Whole(name, 1, MostSlots)).ToList();
        return read.TrueForAll(slots => slots.Fault is null)
            ? new([.. read.Select(slots => (int)slots.Value).Distinct()], Fault: null)
            : Readers.Bad<IReadOnlyList<int>>(name, text, $"whole numbers from 1 to {Sentences.Grouped(MostSlots)} with commas between them, such as 4,8");
    };
}

/// <summary>What every comparison is told.</summary>
/// <param name="Report">Null for none.</param>
internal sealed record CompareTerms(IReadOnlyList<int> Slots, int Rounds, ReportFile? Report, OutputFormat Output);
