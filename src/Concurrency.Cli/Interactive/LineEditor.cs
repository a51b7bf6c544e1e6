using Concurrency.Cli.CommandLine;
using Spectre.Console;

namespace Concurrency.Cli.Interactive;

/// <summary>What came of a line.</summary>
internal enum LineEnd
{
    /// <summary>Enter.</summary>
    Entered,

    /// <summary>Ctrl-C: the line is not wanted.</summary>
    Dropped,

    /// <summary>Ctrl-D on an empty line: there will be no more.</summary>
    Closed,
}

/// <summary>
/// Has a line typed at a terminal, with the keys of shells, history and completion. One that is longer than the terminal is wide is
/// shown in part.
/// </summary>
/// <param name="complete">The words that may stand in the place of the one at the cursor.</param>
internal sealed class LineEditor(
    IAnsiConsole console, IKeyboard keyboard, string prompt, History history, Func<EditedLine, CancellationToken, Task<IReadOnlyList<string>>> complete)
{
    private readonly Lock _lock = new();
    private EditedLine _line = EditedLine.Empty;
    private bool _isOpen;

    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<(LineEnd End, string Text)> ReadAsync(CancellationToken cancelled)
    {
        var recall = new Recall(history.Lines);
        Open();
        try
        {
            while (true)
            {
                var key = await keyboard.ReadAsync(cancelled);
                if (key.Key == ConsoleKey.Enter || key.KeyChar is '\r' or '\n')
                {
                    history.Add(_line.Text);
                    return (LineEnd.Entered, Close(""));
                }

                if (key.IsControl(ConsoleKey.C)) return (LineEnd.Dropped, Close("^C"));
                if (key.IsControl(ConsoleKey.D) && _line.Text.Length == 0) return (LineEnd.Closed, Close(""));
                if (key.IsControl(ConsoleKey.L)) console.Clear(home: true);
                if (key.Key == ConsoleKey.Tab) await CompleteAsync(cancelled);
                else if (key.Key == ConsoleKey.UpArrow || key.IsControl(ConsoleKey.P)) Show(recall.Earlier(_line));
                else if (key.Key == ConsoleKey.DownArrow || key.IsControl(ConsoleKey.N)) Show(recall.Later(_line));
                else Show(Keys.Apply(key, _line), isLast: !keyboard.HasMore);
            }
        }
        finally
        {
            _isOpen = false;
            keyboard.Release();
        }
    }

    /// <summary>Writes a line above the one that is being typed; false when none is. May be called from any thread.</summary>
    public bool TryWriteAbove(string text)
    {
        lock (_lock)
        {
            if (!_isOpen) return false;
            console.Write(new ControlCode($"\r\u001b[2K{text}{Environment.NewLine}"));
            Draw();
            return true;
        }
    }

    private void Open()
    {
        lock (_lock)
        {
            (_line, _isOpen) = (EditedLine.Empty, true);
            Draw();
        }
    }

    private string Close(string mark)
    {
        lock (_lock)
        {
            var text = _line.Text;
            _line = _line.End();
            Draw();
            console.Write(new ControlCode(mark + Environment.NewLine));
            _isOpen = false;
            return text;
        }
    }

    /// <param name="isLast">No key waits that would have it drawn again at once.</param>
    private void Show(EditedLine line, bool isLast = true)
    {
        lock (_lock)
        {
            _line = line;
            if (isLast) Draw();
        }
    }

    private async Task CompleteAsync(CancellationToken cancelled)
    {
        var words = await complete(_line, cancelled);
        if (words.Count == 0) return;
        var typed = _line.Text[_line.WordStart.._line.Cursor];
        var common = words.Aggregate(CommonStart);
        if (words.Count == 1) Show(_line.ReplaceWord(words[0].EndsWith(Path.DirectorySeparatorChar) ? words[0] : words[0] + " "));
        else if (common.Length > typed.Length) Show(_line.ReplaceWord(common));
        else TryWriteAbove(string.Join("  ", words.Select(Sentences.OnOneLine))); // names that others gave
    }

    private static string CommonStart(string one, string other)
    {
        var length = 0;
        while (length < Math.Min(one.Length, other.Length) && one[length] == other[length]) length++;
        return one[..length];
    }

    private void Draw()
    {
        var (text, cursor) = LineWindow.Of(_line, console.Profile.Width - prompt.Length - 1);
        console.Write(new ControlCode($"\r\u001b[2K{prompt}{text}\r\u001b[{prompt.Length + cursor}C"));
    }
}
