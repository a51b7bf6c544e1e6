using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Running;

/// <summary>Who reads the result.</summary>
internal enum OutputFormat
{
    /// <summary>A person.</summary>
    Text,

    /// <summary>A program: one object on one line.</summary>
    Json,
}

/// <summary><c>--output</c>.</summary>
internal static class OutputOption
{
    public static ConfiguredOption<OutputFormat> Create(ConfigurationOption configuration) => new(
        "--output",
        "driver.output",
        configuration,
        name => Readers.Word(name, [("text", OutputFormat.Text), ("json", OutputFormat.Json)], later: []))
    {
        Description = "How to write the result; json is one object on one line",
        HelpName = "text|json",
    };
}
