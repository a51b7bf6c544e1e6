using System.Threading.Channels;
using Concurrency.Cli.Interactive;

namespace Concurrency.Cli.Tests.Interactive;

/// <summary>Types what a test wants typed. In texts, <c>\t</c> is Tab and <c>\r</c> is Enter.</summary>
internal sealed class FakeKeyboard : IKeyboard
{
    private readonly Channel<ConsoleKeyInfo> _keys = Channel.CreateUnbounded<ConsoleKeyInfo>();

    public bool HasMore => _keys.Reader.Count > 0;

    /// <summary>How often Ctrl-C was made an interruption again.</summary>
    public int Releases { get; private set; }

    public Task<ConsoleKeyInfo> ReadAsync(CancellationToken cancelled) => _keys.Reader.ReadAsync(cancelled).AsTask();

    public void Release() => Releases++;

    public FakeKeyboard Type(string text)
    {
        foreach (var letter in text)
        {
            Press(letter switch
            {
                '\t' => ConsoleKey.Tab,
                '\r' => ConsoleKey.Enter,
                ' ' => ConsoleKey.Spacebar,
                _ => Enum.TryParse<ConsoleKey>($"{char.ToUpperInvariant(letter)}", out var key) && char.IsAsciiLetter(letter) ? key : ConsoleKey.NoName,
            }, ConsoleModifiers.None, letter);
        }

        return this;
    }

    public FakeKeyboard Press(ConsoleKey key, ConsoleModifiers modifiers = ConsoleModifiers.None, char letter = '\0')
    {
        _keys.Writer.TryWrite(new(
            letter, key, modifiers.HasFlag(ConsoleModifiers.Shift), modifiers.HasFlag(ConsoleModifiers.Alt), modifiers.HasFlag(ConsoleModifiers.Control)));
        return this;
    }

    /// <summary>Ctrl and a letter, as terminals send it.</summary>
    public FakeKeyboard Control(ConsoleKey letter) => Press(letter, ConsoleModifiers.Control, (char)(letter - ConsoleKey.A + 1));
}
