namespace Concurrency.Cli.Interactive;

/// <summary>What keys do to the line, as in shells.</summary>
internal static class Keys
{
    private static readonly Dictionary<(ConsoleKey Key, ConsoleModifiers Modifiers), Func<EditedLine, EditedLine>> Edits = new()
    {
        [(ConsoleKey.LeftArrow, ConsoleModifiers.None)] = line => line.Left(),
        [(ConsoleKey.B, ConsoleModifiers.Control)] = line => line.Left(),
        [(ConsoleKey.RightArrow, ConsoleModifiers.None)] = line => line.Right(),
        [(ConsoleKey.F, ConsoleModifiers.Control)] = line => line.Right(),
        [(ConsoleKey.Home, ConsoleModifiers.None)] = line => line.Home(),
        [(ConsoleKey.A, ConsoleModifiers.Control)] = line => line.Home(),
        [(ConsoleKey.End, ConsoleModifiers.None)] = line => line.End(),
        [(ConsoleKey.E, ConsoleModifiers.Control)] = line => line.End(),
        [(ConsoleKey.LeftArrow, ConsoleModifiers.Control)] = line => line.WordLeft(),
        [(ConsoleKey.B, ConsoleModifiers.Alt)] = line => line.WordLeft(),
        [(ConsoleKey.RightArrow, ConsoleModifiers.Control)] = line => line.WordRight(),
        [(ConsoleKey.F, ConsoleModifiers.Alt)] = line => line.WordRight(),
        [(ConsoleKey.Backspace, ConsoleModifiers.None)] = line => line.DeleteLeft(),
        [(ConsoleKey.H, ConsoleModifiers.Control)] = line => line.DeleteLeft(),
        [(ConsoleKey.Delete, ConsoleModifiers.None)] = line => line.DeleteRight(),
        [(ConsoleKey.D, ConsoleModifiers.Control)] = line => line.DeleteRight(),
        [(ConsoleKey.W, ConsoleModifiers.Control)] = line => line.DeleteWordLeft(),
        [(ConsoleKey.Backspace, ConsoleModifiers.Alt)] = line => line.DeleteWordLeft(),
        [(ConsoleKey.U, ConsoleModifiers.Control)] = line => line.DeleteToStart(),
        [(ConsoleKey.K, ConsoleModifiers.Control)] = line => line.DeleteToEnd(),
    };

    /// <summary>The line after the key; the same line when the key means nothing.</summary>
    public static EditedLine Apply(ConsoleKeyInfo key, EditedLine line) =>
        Edits.TryGetValue((key.Key, key.Modifiers), out var edit) ? edit(line)
        : IsText(key) ? line.Insert(key.KeyChar.ToString())
        : line;

    public static bool IsControl(this ConsoleKeyInfo key, ConsoleKey letter) => key.Key == letter && key.Modifiers == ConsoleModifiers.Control;

    // AltGr, by which some keyboards have letters, is Ctrl and Alt together.
    private static bool IsText(ConsoleKeyInfo key) =>
        !char.IsControl(key.KeyChar) && (key.Modifiers & ~ConsoleModifiers.Shift) is ConsoleModifiers.None or (ConsoleModifiers.Alt | ConsoleModifiers.Control);
}
