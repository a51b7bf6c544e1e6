using System.CommandLine.Parsing;
using System.Text;
using Akka.Configuration;
using Concurrency.Cli.Cluster;
using Concurrency.Cli.CommandLine;
using Concurrency.Cli.Running;
using Concurrency.Core.Jobs;
using Spectre.Console;

namespace Concurrency.Cli.Interactive;

/// <summary>Runs one command after another on one connection, as they are typed at a prompt or read from a file. What befalls a command ends no console.</summary>
internal sealed class ConsoleSession
{
    private const string Prompt = "concurrency> ";

    private readonly IConnection _connection;
    private readonly Config _configuration;
    private readonly History _history;
    private readonly Surroundings _surroundings;
    private readonly HashSet<string> _elsewhere;
    private bool _isOver;

    /// <param name="surroundings">Of the console itself.</param>
    public ConsoleSession(IConnection connection, Config configuration, History history, Surroundings surroundings)
    {
        (_connection, _configuration, _history) = (connection, configuration, history);
        _elsewhere = Root.Create(surroundings).Subcommands.Select(verb => verb.Name).ToHashSet(StringComparer.Ordinal);
        // What is piped in are commands, and not what they may want to read.
        _surroundings = surroundings with { Connection = connection, KnownNames = new(), Input = () => Stream.Null };
        Commands = surroundings.Input;
    }

    private Func<Stream> Commands { get; }

    /// <returns>The exit code of the last command that was read from a file; 0 when somebody typed.</returns>
    /// <exception cref="OperationCanceledException">The console itself was cancelled.</exception>
    public async Task<int> RunAsync()
    {
        var last = ExitCodes.Completed;
        if (_surroundings is { Keyboard: { } keyboard, ProgressConsole: { } console }) await TypeAsync(keyboard, console());
        else last = await ReadAsync();
        if (_connection.Mode != RunMode.Cluster) await SayWhatEndsAsync();
        return last;
    }

    private async Task<int> ReadAsync()
    {
        var last = ExitCodes.Completed;
        using var text = new StreamReader(Commands(), Encoding.UTF8);
        // On a thread of the pool and given up when cancelled: nothing else ends a read from a terminal.
        while (!_isOver && await Task.Run(text.ReadLine, _surroundings.Cancelled).WaitAsync(_surroundings.Cancelled) is { } line)
            last = await ExecuteAsync(line, _surroundings) ?? last;
        return last;
    }

    private async Task TypeAsync(IKeyboard keyboard, IAnsiConsole console)
    {
        var completion = new WordCompletion(_connection, _surroundings, () => ConsoleRoot.Create(_surroundings, _configuration, () => { }));
        var editor = new LineEditor(console, keyboard, Prompt, _history, completion.CompleteAsync);
        _connection.Announce = sentence =>
        {
            if (!editor.TryWriteAbove(Sentences.OnOneLine(sentence))) _surroundings.Say(sentence);
        };
        _surroundings.Say(await WelcomeAsync());
        _surroundings.Say("Type help to see what there is; Tab completes, Ctrl-D ends.");
        while (!_isOver)
        {
            var (end, line) = await editor.ReadAsync(_surroundings.Cancelled);
            if (end == LineEnd.Closed) return;
            if (end == LineEnd.Dropped) continue;
            using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(_surroundings.Cancelled);
            using var diversion = _surroundings.DivertInterruptions(interrupted.Cancel);
            await ExecuteAsync(line, _surroundings with { Cancelled = interrupted.Token });
        }
    }

    /// <returns>Null when there was nothing to execute.</returns>
    private async Task<int?> ExecuteAsync(string line, Surroundings surroundings)
    {
        List<string> words = [.. CommandLineParser.SplitCommandLine(line)];
        // As it is written in the documentation, and typed in a shell.
        if (words is ["concurrency", ..]) words.RemoveAt(0);
        if (words is ["help", .. var about]) words = [.. about, "--help"];
        if (words is ["quit"]) words = ["exit"];
        if (words is [] or [['#', ..], ..]) return null;
        var root = ConsoleRoot.Create(surroundings, _configuration, () => _isOver = true);
        if (_elsewhere.Contains(words[0]) && root.Subcommands.All(verb => !string.Equals(verb.Name, words[0], StringComparison.Ordinal)))
        {
            surroundings.Say($"'{words[0]}' is not for a console: type 'concurrency {line.Trim()}' in a shell.");
            return ExitCodes.Failed;
        }

        return await Application.RunAsync(() => root, words, surroundings);
    }

    private async Task<string> WelcomeAsync()
    {
        var terms = await _connection.TermsAsync(_configuration);
        var slots = Sentences.Counted(terms.Parallelism, "slot");
        return _connection.Mode == RunMode.Cluster
            ? $"This console is on a cluster, which has {slots}."
            : $"This console has an engine of its own with {slots}; its jobs end with it.";
    }

    private async Task SayWhatEndsAsync()
    {
        var running = 0;
        await foreach (var job in _connection.Jobs.ListAsync(CancellationToken.None)) running += job.Status.IsOver() ? 0 : 1;
        if (running > 0) _surroundings.Say($"{Sentences.Counted(running, "job")} still ran, and {(running == 1 ? "ends" : "end")} with the console.");
    }
}
