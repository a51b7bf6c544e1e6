using System.Runtime.InteropServices;

namespace Concurrency.Cli.Running;

/// <summary>
/// Ctrl-C and SIGTERM while this lives: the first asks for a clean end, the second is left to the system, which ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // Never disposed: a signal that comes in the last moment still finds it. It holds nothing that needs to be let go.
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private bool _asked;

    public Interruption() =>
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    public CancellationToken Cancelled => _source.Token;

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        if (Interlocked.Exchange(ref _asked, true)) return;
        signal.Cancel = true;
        _source.Cancel();
    }
}
