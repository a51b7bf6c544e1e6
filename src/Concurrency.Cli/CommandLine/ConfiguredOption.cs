using System.CommandLine;
using Concurrency.Actors.Configuration;

namespace Concurrency.Cli.CommandLine;

/// <summary>A value and how it was written, which is how help shows it.</summary>
internal sealed record Written<T>(string Text, T Value)
{
    public override string ToString() => Text;
}

/// <summary>An option whose default stands in the configuration, where it is written as on the command line.</summary>
internal sealed class ConfiguredOption<T> : Option<Written<T>>
{
    private readonly ConfigurationOption _configuration;
    private readonly string _setting;
    private readonly Func<string, Func<string, Reading<T>>> _reader;

    /// <param name="path">Of the default, below <c>concurrency</c>.</param>
    /// <param name="reader">Reads the value of an option or setting of a given name.</param>
    public ConfiguredOption(
        string name, string path, ConfigurationOption configuration, Func<string, Func<string, Reading<T>>> reader)
        : base(name)
    {
        (_configuration, _setting, _reader) = (configuration, $"concurrency.{path}", reader);
        var read = reader(name);
        Func<string, Reading<Written<T>>> written = text => new(new(text, read(text).Value), read(text).Fault);
        CustomParser = written.AsParser();
        DefaultValueFactory = result => Default(result.GetValue(configuration));
    }

    /// <summary>Whether it was given on the command line.</summary>
    public bool IsGiven(ParseResult parse) => parse.GetResult(this) is { Implicit: false };

    public T Read(ParseResult parse) => parse.GetValue(this)!.Value;

    private Written<T> Default(string? file)
    {
        var text = _configuration.Load(file).GetString(_setting, "");
        var reading = _reader(_setting)(text);
        return reading.Fault is null ? new(text, reading.Value) : throw new BadSettingException(reading.Fault);
    }
}
