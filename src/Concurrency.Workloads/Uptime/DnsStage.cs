using System.Net;
using System.Net.Sockets;

namespace Concurrency.Workloads.Uptime;

/// <summary>
/// Looks up names on a few threads of its own. On Linux a lookup is a blocking call; on the shared pool a hundred slow names would
/// hold up everything else in the process.
/// </summary>
/// <param name="threads">The most there will be; a thread is started when a name has to wait, and then stays.</param>
/// <param name="start">Runs something on a thread of its own; false where none is to be had.</param>
internal sealed class DnsStage(int threads, Func<string, IPAddress[]> resolve, Func<ThreadStart, bool> start) : IDisposable
{
    private readonly object _gate = new(); // not a Lock: Monitor.Wait and Monitor.Pulse take none
    private readonly Queue<Lookup> _waiting = [];
    private int _started;
    private int _idle;
    private bool _closed;

    public DnsStage(int threads, Func<string, IPAddress[]> resolve)
        : this(threads, resolve, TryStart)
    {
    }

    /// <summary>Leaves at once when cancelled, though the lookup itself cannot be stopped and keeps its thread until it ends.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled after the resolver had been asked.</exception>
    /// <exception cref="SocketException">
    /// The resolver failed; or whatever else it throws. <see cref="SocketError.TooManyOpenSockets"/> also where it was not even asked, for
    /// want of a thread.
    /// </exception>
    public async ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancelled)
    {
        var lookup = new Lookup(host);
        Enqueue(lookup);
        using var registration = cancelled.UnsafeRegister(static (state, token) => ((Lookup)state!).Leave(token), lookup);
        return await lookup.Task;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Enqueue(Lookup lookup)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _waiting.Enqueue(lookup);
            if (_waiting.Count <= _idle || _started == threads)
            {
                Monitor.Pulse(_gate);
                return;
            }

            _started++;
        }

        if (start(Run)) return;

        // Threads that are there, or about to be, will come to the name. If the last of those does not start either, no name can wait for it.
        lock (_gate)
        {
            if (--_started > 0) return;
            while (_waiting.TryDequeue(out var stranded)) stranded.TrySetException(NoThread());
        }
    }

    private void Run()
    {
        while (Next() is { } lookup)
        {
            if (lookup.Task.IsCompleted) continue; // Its probe has left.
            lookup.Begin();
            try
            {
                lookup.TrySetResult(resolve(lookup.Host));
            }
            catch (Exception exception)
            {
                lookup.TrySetException(exception);
            }
        }
    }

    private Lookup? Next()
    {
        lock (_gate)
        {
            _idle++;
            while (_waiting.Count == 0 && !_closed) Monitor.Wait(_gate);
            _idle--;
            return _waiting.TryDequeue(out var lookup) ? lookup : null;
        }
    }

    private static bool TryStart(ThreadStart run)
    {
        try
        {
            new Thread(run) { IsBackground = true, Name = "dns" }.Start();
            return true;
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            return false; // So the system says that it lacks what a thread takes, descriptors among it.
        }
    }

    private static SocketException NoThread() => new((int)SocketError.TooManyOpenSockets);

    /// <summary>Runs what waits for it elsewhere, so that no thread of the stage is lent to a probe.</summary>
    private sealed class Lookup(string host) : TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        private volatile bool _begun;

        public string Host { get; } = host;

        public void Begin() => _begun = true;

        /// <summary>What never got out of the queue says nothing of the name: other names had all the threads.</summary>
        public void Leave(CancellationToken cancelled)
        {
            if (_begun) TrySetCanceled(cancelled);
            else TrySetException(NoThread());
        }
    }
}
