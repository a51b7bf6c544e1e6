using System.CommandLine;

namespace Concurrency.Cli.CommandLine;

/// <summary>A value and how it was written, which is how help shows it.</summary>
internal sealed record Written<T>(string Text, T Value)
{
    public override string ToString() => Text;
}

/// <summary>An option whose default stands in the configuration, where it is written as on the command line.</summary>
internal sealed class ConfiguredOption<T> : Option<Written<T>>
{
    /// <param name="path">Of the default, below <c>concurrency</c>.</param>
    /// <param name="reader">Reads the value of an option or setting of a given name.</param>
    public ConfiguredOption(
        string name, string path, ConfigurationOption configuration, Func<string, Func<string, Reading<T>>> reader)
        : base(name)
    {
        var read = reader(name);
        Func<string, Reading<Written<T>>> written = text => new(new(text, read(text).Value), read(text).Fault);
        CustomParser = written.AsParser();
        CompletionSources.Add(_ => HelpName?.Split('|').Where(word => char.IsAsciiLetterLower(word[0])) ?? []);
        DefaultValueFactory = result => configuration.Default(result.GetValue(configuration), path, reader);
    }

    /// <summary>Whether it was given on the command line.</summary>
    public bool IsGiven(ParseResult parse) => parse.GetResult(this) is { Implicit: false };

    public T Read(ParseResult parse) => parse.GetValue(this)!.Value;
}
