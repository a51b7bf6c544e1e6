using System.ComponentModel;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Gateway;
using Concurrency.Cli.CommandLine;

namespace Concurrency.Cli.Processes;

/// <summary>
/// So many worker processes, from the start on and as long as this is not disposed of: one that dies is replaced by another of its name. After
/// that none is left.
/// </summary>
internal sealed class WorkerProcesses : IAsyncDisposable
{
    private readonly ProcessSettings _settings;
    private readonly TimeProvider _time;
    private readonly bool _showsTraces;
    private readonly string[] _arguments;
    private readonly TaskCompletionSource<(HostPort Place, string Gateway)> _employer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WorkerProcess> _running = new(StringComparer.Ordinal);
    private readonly List<Task> _keeping = [];
    private bool _isEnding;
    private long _chunks;
    private bool _isWarned;

    /// <param name="file">See <see cref="ConfigurationOption"/>; null for none.</param>
    public WorkerProcesses(int count, ProcessSettings settings, string? file, Surroundings surroundings)
    {
        (_settings, _time, _showsTraces, Say) = (settings, surroundings.Time, surroundings.Debugging, surroundings.Say);
        _arguments = file is null ? [WorkerProcessVerb.Word] : [WorkerProcessVerb.Word, "--config", file];
        // Each is started before the first wait, so that they come up while the coordinator does.
        for (var number = 1; number <= count; number++) _keeping.Add(KeepAsync(FormattableString.Invariant($"process-{number}")));
        _ = ComplainAsync();
    }

    /// <summary>Takes what there is to be said to the user, from any thread.</summary>
    public Action<string> Say { get; set; }

    /// <summary>Ends when the first worker has found the coordinator.</summary>
    /// <exception cref="RefusedException">None ever has, and there is no hope; the sentence says why.</exception>
    public Task Ready => _ready.Task;

    /// <summary>What those that are there have taken of processors.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            lock (_lock) return TimeSpan.FromTicks(_running.Values.Sum(process => process.ProcessorTime.Ticks));
        }
    }

    /// <summary>Says once where the coordinator is; workers wait for that.</summary>
    public void Employ(HostPort place, string gateway) => _employer.TrySetResult((place, gateway));

    /// <summary>The job has so many chunks done: if they are others than before, the deaths so far are no cause for worry.</summary>
    public void Note(long chunks)
    {
        if (Interlocked.Exchange(ref _chunks, chunks) != chunks) Volatile.Write(ref _isWarned, false);
    }

    /// <summary>From here on no process is started any more, and what those that run still say is of no interest: the coordinator is to end.</summary>
    public void Dismiss()
    {
        lock (_lock) _isEnding = true;
    }

    public async ValueTask DisposeAsync()
    {
        Dismiss();
        List<WorkerProcess> left;
        lock (_lock) left = [.. _running.Values];
        await _ending.CancelAsync();
        await Task.WhenAll([.. left.Select(process => process.EndAsync(_settings.EndGrace, _time)), .. _keeping]);
        left.ForEach(process => process.Dispose());
        _ending.Dispose();
    }

    private async Task KeepAsync(string name)
    {
        var (deaths, chunks) = (0, 0L);
        while (await RunAsync(name) is { } death)
        {
            deaths = Volatile.Read(ref _chunks) == chunks ? deaths + 1 : 1;
            chunks = Volatile.Read(ref _chunks);
            if (!TellOf(death, name, deaths)) return;
            // The first may have been an accident, and work waits.
            var delay = deaths == 1 ? TimeSpan.Zero : _settings.RestartDelay * Math.Pow(2, Math.Min(deaths - 2, 30));
            await Task.Delay(delay < _settings.LongestRestartDelay ? delay : _settings.LongestRestartDelay, _time, _ending.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Runs one process to its end.</summary>
    /// <returns>How it died; null if that was what it was to do.</returns>
    private async Task<Death?> RunAsync(string name)
    {
        WorkerProcess process;
        lock (_lock)
        {
            if (_isEnding) return null;
            try
            {
                _running[name] = process = new(ThisProgram.With(_arguments), line => Hear(name, line));
            }
            catch (Win32Exception e)
            {
                return new(IsStillborn: true, $"because {e.Message.TrimEnd('.')}");
            }
        }

        _ = EmployAsync(name, process);
        await process.Ended;
        lock (_lock)
        {
            if (_isEnding) return null;
            _running.Remove(name);
        }

        var death = new Death(!process.Ready.IsCompleted, process.End);
        process.Dispose();
        return death;
    }

    private async Task EmployAsync(string name, WorkerProcess process)
    {
        var (place, gateway) = await _employer.Task.WaitAsync(_ending.Token);
        process.Tell(new WorkerOrder(name, place, gateway).Line);
        await process.Ready;
        _ready.TrySetResult();
    }

    /// <returns>False when there is no use in another try.</returns>
    private bool TellOf(Death death, string name, int deaths)
    {
        if (death.IsStillborn && deaths >= _settings.DeathLimit && !Ready.IsCompletedSuccessfully)
        {
            _ready.TrySetException(new RefusedException($"Worker processes end before they can work: {name} ended {death.How}."));
            return false;
        }

        if (!death.IsStillborn && deaths < _settings.DeathLimit) Say($"Worker {name} ended {death.How}. Another takes its place.");
        else if (deaths >= _settings.DeathLimit && !Interlocked.Exchange(ref _isWarned, true))
            Say($"Workers end again and again before a chunk is done: {name} ended {death.How}. They are replaced, but ever more slowly.");
        return true;
    }

    private async Task ComplainAsync()
    {
        await Task.WhenAny(Ready, Task.Delay(_settings.StartPatience, _time, _ending.Token));
        if (!Ready.IsCompleted && !Volatile.Read(ref _isEnding)) Say("No worker is there yet: the processes take their time to start.");
    }

    private void Hear(string name, string line)
    {
        if (!Volatile.Read(ref _isEnding) && (_showsTraces || !WorkerProcess.IsTrace(line))) Say($"{name}: {line}");
    }

    /// <param name="IsStillborn">It had not found the coordinator yet.</param>
    /// <param name="How">For the end of a sentence.</param>
    private sealed record Death(bool IsStillborn, string How);
}
