using System.CommandLine;
using System.CommandLine.Parsing;

namespace Concurrency.Cli.CommandLine;

/// <summary>Looks an option up by its name.</summary>
internal static class GivenOption
{
    /// <returns>Null when it does not stand on the command line, or the verb has no such option.</returns>
    public static OptionResult? Find(ParseResult parse, string name) => parse.CommandResult.Children.OfType<OptionResult>()
        .FirstOrDefault(option => !option.Implicit && string.Equals(option.Option.Name, name, StringComparison.Ordinal));
}
