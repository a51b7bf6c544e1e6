namespace Concurrency.Cli.Interactive;

/// <summary>What somebody types, key by key.</summary>
internal interface IKeyboard
{
    /// <summary>Keys are waiting, as when text was pasted.</summary>
    bool HasMore { get; }

    /// <summary>Waits for a key. Ctrl-C is one too, until <see cref="Release"/> is called.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<ConsoleKeyInfo> ReadAsync(CancellationToken cancelled);

    /// <summary>Makes Ctrl-C an interruption again.</summary>
    void Release();
}

/// <summary>That of the terminal that the process was started at.</summary>
internal sealed class TerminalKeyboard : IKeyboard
{
    public bool HasMore => Console.KeyAvailable;

    // On a thread of the pool and given up when cancelled: nothing else ends a read from a terminal.
    public Task<ConsoleKeyInfo> ReadAsync(CancellationToken cancelled)
    {
        Console.TreatControlCAsInput = true;
        return Task.Run(() => Console.ReadKey(intercept: true), cancelled).WaitAsync(cancelled);
    }

    public void Release() => Console.TreatControlCAsInput = false;
}
