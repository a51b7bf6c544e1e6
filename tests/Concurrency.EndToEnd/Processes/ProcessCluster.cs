using Concurrency.Actors.Gateway;

namespace Concurrency.EndToEnd.Processes;

/// <summary>Seeds, workers and drivers, each a process of its own, all of which end with this.</summary>
/// <param name="application">The program, as <c>concurrency.dll</c>.</param>
internal sealed class ProcessCluster(string application) : IAsyncDisposable
{
    private readonly List<ConcurrencyProcess> _processes = [];

    /// <summary>Of the program that was built with this.</summary>
    public ProcessCluster()
        : this(Path.Combine(AppContext.BaseDirectory, "concurrency.dll"))
    {
    }

    /// <summary>Every process that was started.</summary>
    public IReadOnlyList<ConcurrencyProcess> Processes => _processes;

    public ConcurrencyProcess Start(string arguments, params IEnumerable<string> host)
    {
        var process = ConcurrencyProcess.Start(application, arguments.Split(' '), host);
        _processes.Add(process);
        return process;
    }

    public Task<Ended> RunAsync(string arguments, params IEnumerable<string> host) => Start(arguments, host).EndAsync();

    /// <summary>Starts a seed, on a port that is free unless it is told another, that keeps jobs in memory; and waits until it is ready.</summary>
    public Task<Seed> SeedAsync(string arguments = "--listen 127.0.0.1:0", params IEnumerable<string> host) => StoringSeedAsync($"{arguments} --in-memory", host);

    /// <summary>Starts a seed that keeps jobs where it is told to, and waits until it is ready.</summary>
    public async Task<Seed> StoringSeedAsync(string arguments, params IEnumerable<string> host)
    {
        var process = Start($"seed {arguments}", host);
        var ready = await process.Output.LineAsync("Seed ready at ");
        return new(process, HostPort.Split(ready.Split(' ')[^1].TrimEnd('.')));
    }

    /// <summary>A place where a seed can be started whose port has to be known before: one was there, and has ended.</summary>
    public async Task<HostPort> FreePlaceAsync()
    {
        var seed = await SeedAsync();
        seed.Process.Send(Signal.Terminate);
        Assert.Equal(0, (await seed.Process.EndAsync()).ExitCode);
        return seed.Place;
    }

    /// <summary>Starts a worker and waits until it has found the coordinator.</summary>
    public async Task<Worker> WorkerAsync(string arguments, params IEnumerable<string> host)
    {
        var process = Start($"worker {arguments}", host);
        var ready = await process.Output.LineAsync(" ready: ");
        return new(process, ready.Split(' ')[1]);
    }

    public Task<Worker> WorkerAsync(Seed seed) => WorkerAsync($"--join {seed.Place} --slots 1");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
    }
}

/// <param name="Place">Where it is, as it says.</param>
internal sealed record Seed(ConcurrencyProcess Process, HostPort Place);

/// <param name="Name">Its name, as it says.</param>
internal sealed record Worker(ConcurrencyProcess Process, string Name);
