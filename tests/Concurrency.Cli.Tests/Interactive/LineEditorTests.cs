using Concurrency.Cli.Interactive;
using Spectre.Console.Testing;

namespace Concurrency.Cli.Tests.Interactive;

public sealed class LineEditorTests : IDisposable
{
    private readonly TestConsole _console = new TestConsole().Width(60).EmitAnsiSequences();
    private readonly FakeKeyboard _keyboard = new();
    private readonly History _history = new(path: null, most: 10);
    private IReadOnlyList<string> _words = [];

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task What_is_typed_is_the_line()
    {
        _keyboard.Type("gama 6").Press(ConsoleKey.Home).Press(ConsoleKey.RightArrow).Press(ConsoleKey.RightArrow).Type("m\r");
        Assert.Equal((LineEnd.Entered, "gamma 6"), await ReadAsync());
        Assert.Contains("> gamma 6", _console.Output, StringComparison.Ordinal);
        Assert.Equal(1, _keyboard.Releases);
    }

    [Fact]
    public async Task The_arrows_go_through_the_history_and_come_back_to_what_was_begun()
    {
        foreach (var line in new[] { "one", "two" }) _history.Add(line);
        _keyboard.Type("thr").Press(ConsoleKey.UpArrow).Press(ConsoleKey.UpArrow).Press(ConsoleKey.UpArrow).Type("\r");
        Assert.Equal((LineEnd.Entered, "one"), await ReadAsync());
        _keyboard.Type("thr").Press(ConsoleKey.UpArrow).Press(ConsoleKey.DownArrow).Press(ConsoleKey.DownArrow).Type("ee\r");
        Assert.Equal((LineEnd.Entered, "three"), await ReadAsync());
        Assert.Equal(["one", "two", "one", "three"], _history.Lines);
    }

    [Fact]
    public async Task Ctrl_C_drops_the_line_and_Ctrl_D_ends_only_on_an_empty_one()
    {
        _keyboard.Type("rubbish").Control(ConsoleKey.C);
        Assert.Equal((LineEnd.Dropped, "rubbish"), await ReadAsync());
        _keyboard.Type("ab").Press(ConsoleKey.Home).Control(ConsoleKey.D).Type("\r");
        Assert.Equal((LineEnd.Entered, "b"), await ReadAsync());
        _keyboard.Control(ConsoleKey.D);
        Assert.Equal((LineEnd.Closed, ""), await ReadAsync());
        Assert.Equal(["b"], _history.Lines);
    }

    [Theory]
    [InlineData("ga", "gamma", "gamma ")]
    [InlineData("jobs ", "list", "jobs list ")]
    [InlineData("jobs watch g", "gamma-12ab gamma-12cd", "jobs watch gamma-12")]
    [InlineData("jobs x", "", "jobs x")]
    [InlineData("uptime li", "lists/", "uptime lists/")]
    public async Task Tab_completes_as_far_as_there_is_no_choice(string typed, string words, string line)
    {
        _words = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _keyboard.Type($"{typed}\t\r");
        Assert.Equal((LineEnd.Entered, line), await ReadAsync());
    }

    [Fact]
    public async Task Where_there_is_a_choice_the_words_are_shown_above()
    {
        _words = ["list", "show"];
        _keyboard.Type("jobs \t\r");
        Assert.Equal((LineEnd.Entered, "jobs "), await ReadAsync());
        Assert.Contains("list  show", _console.Output, StringComparison.Ordinal);
    }

    /// <summary>Jobs, workers and files are named by others.</summary>
    [Fact]
    public async Task Names_that_would_move_the_cursor_are_shown_as_they_are_written()
    {
        _words = ["w-1\u001b[2J", "w-2"];
        _keyboard.Type("w\t\t\r");
        await ReadAsync();
        Assert.Contains("w-1\\x1b[2J  w-2", _console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_said_meanwhile_stands_above_the_line_which_goes_on()
    {
        var editor = Editor();
        Assert.False(editor.TryWriteAbove("Nobody types."));
        var line = editor.ReadAsync(CancellationToken.None);
        _keyboard.Type("gam");
        Assert.True(editor.TryWriteAbove("The coordinator is gone."));
        _keyboard.Type("ma\r");
        Assert.Equal((LineEnd.Entered, "gamma"), await line);
        Assert.Contains($"The coordinator is gone.{Environment.NewLine}", _console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody types.", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_nobody_ends_is_given_up_when_the_console_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var line = Editor().ReadAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => line);
        Assert.Equal(1, _keyboard.Releases);
    }

    private Task<(LineEnd End, string Text)> ReadAsync() => Editor().ReadAsync(CancellationToken.None);

    private LineEditor Editor() => new(_console, _keyboard, "> ", _history, (_, _) => Task.FromResult(_words));
}
