using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Concurrency.Cli.CommandLine;

/// <summary>A command with examples in its help.</summary>
/// <param name="Line">The command line after <c>concurrency</c>.</param>
/// <param name="Meaning">What it does, in a few words.</param>
internal sealed record Example(string Line, string Meaning);

/// <summary>A word after <c>concurrency</c> and what it does.</summary>
internal abstract class Verb(string name, string description) : Command(name, description)
{
    public abstract IReadOnlyList<Example> Examples { get; }
}

/// <summary>The parser's own help with examples below.</summary>
/// <param name="program">What is typed before the verb.</param>
internal sealed class HelpWithExamples(HelpAction help, string program, IReadOnlyList<Example> rootExamples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        // The parser knows what the program is called, but not what is typed before a verb.
        var root = parseResult.RootCommandResult.Command.Name;
        output.Write(text.ToString().Replace($"  {root} ", $"  {program}", StringComparison.Ordinal));
        var examples = parseResult.CommandResult.Command is Verb verb ? verb.Examples : rootExamples;
        output.WriteLine("Examples:");
        var width = examples.Max(example => example.Line.Length);
        foreach (var example in examples) output.WriteLine($"  {program}{example.Line.PadRight(width)}  {example.Meaning}");
        output.WriteLine();
        return ExitCodes.Completed;
    }
}
