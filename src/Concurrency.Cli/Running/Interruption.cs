using System.Runtime.InteropServices;

namespace Concurrency.Cli.Running;

/// <summary>
/// Ctrl-C and SIGTERM while this lives: the first asks for a clean end, the second is left to the system, which ends the process at once.
/// A console has Ctrl-C end what it runs, and not itself.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // Never disposed: a signal that comes in the last moment still finds it. It holds nothing that needs to be let go.
    private readonly CancellationTokenSource _source = new();
    private readonly Lock _lock = new();
    private readonly PosixSignalRegistration[] _signals;
    private Action? _diverted;
    private bool _asked;

    public Interruption() =>
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    public CancellationToken Cancelled => _source.Token;

    /// <summary>Has Ctrl-C do something else, until what is returned is disposed of.</summary>
    public IDisposable Divert(Action interrupted)
    {
        lock (_lock) _diverted = interrupted;
        return new Diversion(this);
    }

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        lock (_lock)
        {
            if (_diverted is not null && signal.Signal == PosixSignal.SIGINT)
            {
                signal.Cancel = true;
                _diverted();
                return;
            }
        }

        if (Interlocked.Exchange(ref _asked, true)) return;
        signal.Cancel = true;
        _source.Cancel();
    }

    /// <summary>Once it is over, nothing is called any more, nor goes on being called.</summary>
    private sealed class Diversion(Interruption interruption) : IDisposable
    {
        public void Dispose()
        {
            lock (interruption._lock) interruption._diverted = null;
        }
    }
}
