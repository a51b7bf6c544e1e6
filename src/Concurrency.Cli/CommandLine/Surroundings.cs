using System.Collections;
using System.Text;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.Interactive;
using Concurrency.Cli.Running;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace Concurrency.Cli.CommandLine;

/// <summary>What a verb sees of the world outside; tests make their own.</summary>
internal sealed record Surroundings
{
    private const string DebugVariable = "CONCURRENCY_DEBUG";

    /// <summary>Results, and nothing else.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Opens what is piped or typed in.</summary>
    public Func<Stream> Input { get; init; } = () => Stream.Null;

    /// <summary>What comes in is typed at a terminal.</summary>
    public bool InputIsTyped { get; init; }

    /// <summary>Messages, warnings and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Makes the console to draw live progress on; null where there is nobody to look at it. Costly, so only called when needed.</summary>
    public Func<IAnsiConsole>? ProgressConsole { get; init; }

    /// <summary>What somebody types with at a terminal; null where nobody does.</summary>
    public IKeyboard? Keyboard { get; init; }

    /// <summary>Has Ctrl-C do something else, until what is returned is disposed of.</summary>
    public Func<Action, IDisposable> DivertInterruptions { get; init; } = _ => Stream.Null;

    /// <summary>Results go to a terminal, where somebody looks at them.</summary>
    public bool OutputIsWatched { get; init; }

    /// <summary>The environment variables.</summary>
    public IDictionary Variables { get; init; } = new Hashtable();

    /// <summary>What a console at whose prompt the verb was typed is connected to; null where there is no console.</summary>
    public IConnection? Connection { get; init; }

    /// <summary>What the console has to complete names with.</summary>
    public KnownNames KnownNames { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Somebody wants the program to end.</summary>
    public CancellationToken Cancelled { get; init; }

    /// <summary>Traces of unexpected errors are shown, and a word when a job has begun.</summary>
    public bool Debugging => Variables[DebugVariable] is "1";

    /// <summary>What is typed before a verb: nothing at the prompt of a console.</summary>
    public string ProgramName => Connection is null ? "concurrency " : "";

    /// <summary>What to type to read all about a verb.</summary>
    /// <param name="path">The words that lead to it; empty for all verbs.</param>
    public string HelpLine(string path) => (Connection is null ? $"concurrency {path}".TrimEnd() + " --help" : $"help {path}").TrimEnd();

    /// <summary>What to type next for a verb that is to use this connection.</summary>
    /// <param name="verb">Such as <c>jobs list</c>.</param>
    public string NextLine(IConnection connection, string verb) => Connection is null ? connection.CommandLine(verb) : verb;

    /// <summary>What examples have to say of where the cluster is: nothing at the prompt of a console.</summary>
    public string ExampleOfJoining => Connection is null ? " --join 127.0.0.1:4053" : "";

    public static Surroundings OfProcess(Interruption interruption)
    {
        var variables = Environment.GetEnvironmentVariables();
        var watched = !Console.IsErrorRedirected && variables["TERM"] is not "dumb";
        return new()
        {
            Output = StandardOutput(),
            Input = Console.OpenStandardInput,
            InputIsTyped = !Console.IsInputRedirected,
            Error = Console.Error,
            ProgressConsole = watched ? ConsoleOnStandardError : null,
            Keyboard = watched && !Console.IsInputRedirected ? new TerminalKeyboard() : null,
            DivertInterruptions = interruption.Divert,
            OutputIsWatched = !Console.IsOutputRedirected,
            Variables = variables,
            Cancelled = interruption.Cancelled,
        };
    }

    /// <summary>Writes one line, whatever the sentence has picked up from the user: control characters are written as escapes.</summary>
    public void Say(string sentence)
    {
        try
        {
            Error.WriteLine(Sentences.OnOneLine(sentence));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody can hear it. The exit code still says how it went.
        }
    }

    /// <summary>
    /// The framework's own stream says nothing when the reader of a pipe has gone, so a job would run to its end for nobody. A file stream
    /// does; but in files it keeps a place of its own, which whoever writes to the file next knows nothing of.
    /// </summary>
    private static TextWriter StandardOutput()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows()) return Console.Out;
        try
        {
            var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? Console.Out : new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return Console.Out; // which is closed
        }
    }

    // Told what it is, because Spectre looks at standard output, which may be a file. It honours NO_COLOR itself.
    private static IAnsiConsole ConsoleOnStandardError() => AnsiConsole.Create(new()
    {
        Out = new AnsiConsoleOutput(Console.Error),
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
    });
}
