using System.CommandLine;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Running;

/// <summary><c>--live</c>.</summary>
internal sealed class LiveOption : Option<bool>
{
    public LiveOption()
        : base("--live") => Description = "Draw it again and again, until Ctrl-C";

    /// <exception cref="RefusedException">It is asked for together with output for a program.</exception>
    public bool IsOn(ParseResult parse, OutputFormat format) => parse.GetValue(this) && (format == OutputFormat.Text
        ? true
        : throw new RefusedException("--live is a view for people, but --output is for a program: leave one of the two out."));
}
