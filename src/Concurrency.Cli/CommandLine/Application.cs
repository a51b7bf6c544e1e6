using System.CommandLine;
using System.CommandLine.Parsing;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Actors.Storage;
using Concurrency.Cli.Compare;
using Concurrency.Core.Contract;

namespace Concurrency.Cli.CommandLine;

/// <summary>From arguments to an exit code: whatever happens, the user reads a sentence and never a stack trace.</summary>
internal static class Application
{
    /// <summary>EPIPE, as systems other than Windows number it.</summary>
    private const int BrokenPipe = 32;

    // No @file and no bundles of short options: what is written is what is meant.
    private static readonly ParserConfiguration Strict = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs one command line.</summary>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, Surroundings surroundings) =>
        RunAsync(() => Root.Create(surroundings, arguments is [var word, ..] ? word : null), arguments, surroundings);

    /// <inheritdoc cref="RunAsync(IReadOnlyList{string}, Surroundings)"/>
    /// <param name="root">Makes what has the verbs.</param>
    public static async Task<int> RunAsync(Func<Command> root, IReadOnlyList<string> arguments, Surroundings surroundings)
    {
        try
        {
            var parse = root().Parse(arguments, Strict);
            if (parse.Errors.Count > 0 && parse.Action is not { ClearsParseErrors: true }) return Complain(parse, surroundings);

            // Exceptions and signals are dealt with here and in the verbs.
            return await parse.InvokeAsync(new()
            {
                Output = surroundings.Output,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException e) when (surroundings.Cancelled.IsCancellationRequested)
        {
            surroundings.Say(e is StoppedException ? e.Message : "Cancelled.");
            return ExitCodes.Cancelled;
        }
        catch (Exception e) when (e is BadJobException or BadSettingException or NoAnswerException or RefusedException or StoreException)
        {
            surroundings.Say(Sentences.Ended(e.Message));
        }
        catch (IOException e) when (e.HResult == BrokenPipe && !OperatingSystem.IsWindows())
        {
            // Whoever read the output has had enough, such as head, and needs no telling.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            surroundings.Say(Sentences.Ended($"The output cannot be written: {e.Message}"));
        }
        catch (Exception e)
        {
            surroundings.Say(Sentences.Ended($"concurrency: internal error: {e.Message}"));
            if (surroundings.Debugging) await surroundings.Error.WriteLineAsync(e.ToString());
        }

        return ExitCodes.Failed;
    }

    /// <summary>One sentence about the first thing that is wrong, and where to read more.</summary>
    private static int Complain(ParseResult parse, Surroundings surroundings)
    {
        var command = parse.CommandResult.Command;
        var path = string.Join(' ', Path(parse.CommandResult));
        if (command.Subcommands.Count > 0)
        {
            var verbs = Sentences.Listed([.. command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)]);
            var (noun, place) = parse.CommandResult.Parent is null ? ("verb", "")
                : command is CompareVerb ? ("workload", $" to {command.Name}")
                : ("verb", $" of {command.Name}");
            surroundings.Say(parse.UnmatchedTokens switch
            {
                // An option of a verb that was left out is no mistake of its own.
                [['-', ..] option, ..] when !command.Subcommands.SelectMany(verb => verb.Options).Any(known => option.Equals(known.Name, StringComparison.Ordinal)) => $"There is no option {Sentences.Quoted(option)}{(place.Length > 0 ? $" of {command.Name}" : "")}.",
                [['-', ..], ..] => $"A {noun}{place} is missing; there is {verbs}.",
                [var word, ..] => $"There is no {noun} {Sentences.Quoted(word)}{place}; there is {verbs}.",
                _ => parse.Errors.Count > 1 ? parse.Errors[0].Message : $"A {noun}{place} is missing; there is {verbs}.",
            });
            surroundings.Say($"Try '{surroundings.HelpLine(path)}'.");
            return ExitCodes.Failed;
        }

        // An argument takes whatever comes, also what was meant for an option.
        var stray = parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal));
        surroundings.Say(stray is not null
            ? $"There is no option {Sentences.Quoted(stray.Value)} of {path}."
            : parse.UnmatchedTokens is [var unknown, ..]
            ? $"There is no option or argument {Sentences.Quoted(unknown)} of {path}."
            : parse.Errors[0].Message);
        surroundings.Say($"Try '{surroundings.HelpLine(path)}'.");
        return ExitCodes.Failed;
    }

    /// <summary>The words that lead to a command.</summary>
    private static IEnumerable<string> Path(CommandResult result) =>
        result.Parent is CommandResult parent ? Path(parent).Append(result.Command.Name) : [];
}
