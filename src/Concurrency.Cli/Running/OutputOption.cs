using System.CommandLine;
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

/// <summary><c>--output text|json</c>.</summary>
internal sealed class OutputOption : Option<OutputFormat>
{
    public OutputOption()
        : base("--output")
    {
        Description = "How to write the result; json is one object on one line [default: text]";
        HelpName = "text|json";
        CustomParser = Readers.Word("--output", [("text", OutputFormat.Text), ("json", OutputFormat.Json)], later: []).AsParser();
    }
}
