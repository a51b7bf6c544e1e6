namespace Concurrency.Cli.Interactive;

/// <summary>Goes back and forth in the history while one line is typed; the line that was begun is not lost by it.</summary>
internal sealed class Recall(IReadOnlyList<string> lines)
{
    private int _at = lines.Count;
    private EditedLine _begun = EditedLine.Empty;

    /// <param name="now">The line as it is shown.</param>
    public EditedLine Earlier(EditedLine now)
    {
        if (_at == 0) return now;
        if (_at == lines.Count) _begun = now;
        return EditedLine.Of(lines[--_at]);
    }

    /// <inheritdoc cref="Earlier"/>
    public EditedLine Later(EditedLine now)
    {
        if (_at == lines.Count) return now;
        return ++_at == lines.Count ? _begun : EditedLine.Of(lines[_at]);
    }
}
