using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Running;

/// <summary>Who reads the result.</summary>
internal enum OutputFormat
{
    /// <summary>A person.</summary>
    Text,

    /// <summary>A program: one object on one line.</summary>
    Json,

    /// <summary>A program: one object a line and row.</summary>
    Ndjson,

    /// <summary>A spreadsheet: one line a row, below a header.</summary>
    Csv,
}

/// <summary><c>--output</c>.</summary>
internal static class OutputOption
{
    /// <summary>Of a job with one result.</summary>
    public static readonly IReadOnlyList<(string Word, OutputFormat Format)> OfResult = [("text", OutputFormat.Text), ("json", OutputFormat.Json)];

    /// <summary>Of a job with rows.</summary>
    public static readonly IReadOnlyList<(string Word, OutputFormat Format)> OfRows =
        [.. OfResult, ("ndjson", OutputFormat.Ndjson), ("csv", OutputFormat.Csv)];

    public static ConfiguredOption<OutputFormat> Create(
        ConfigurationOption configuration, IReadOnlyList<(string Word, OutputFormat Format)> formats) => new(
        "--output",
        "driver.output",
        configuration,
        name => Readers.Word(name, formats))
        {
            Description = "How to write the result; json is one object on one line" + (formats == OfRows ? ", ndjson and csv are one line a site" : ""),
            HelpName = string.Join('|', formats.Select(format => format.Word)),
        };
}
