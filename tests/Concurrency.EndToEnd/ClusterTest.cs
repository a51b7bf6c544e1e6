using Concurrency.Actors.Gateway;
using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd;

/// <summary>A test with processes, all of which end with it. What they said is told when it fails.</summary>
public abstract class ClusterTest(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly List<ConcurrencyProcess> _processes = [];

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
            output.WriteLine($"--- {process.CommandLine}\n{process.Error.Text}{process.Output.Text}");
        }
    }

    internal ConcurrencyProcess Start(string arguments, params IEnumerable<string> host)
    {
        var process = ConcurrencyProcess.Start(arguments.Split(' '), host);
        _processes.Add(process);
        return process;
    }

    internal Task<Ended> RunAsync(string arguments, params IEnumerable<string> host) => Start(arguments, host).EndAsync();

    /// <summary>Starts a seed on a port that is free, and waits until it is ready. It keeps jobs in memory unless it is given a folder for them.</summary>
    internal async Task<Seed> SeedAsync(string arguments = "--listen 127.0.0.1:0", params IEnumerable<string> host)
    {
        var process = Start($"seed {arguments}{(arguments.Contains("--data", StringComparison.Ordinal) ? "" : " --in-memory")}", host);
        var ready = await process.Output.LineAsync("Seed ready at ");
        return new(process, HostPort.Split(ready.Split(' ')[^1].TrimEnd('.')));
    }

    /// <summary>Starts a worker and waits until it has found the coordinator.</summary>
    internal async Task<Worker> WorkerAsync(string arguments, params IEnumerable<string> host)
    {
        var process = Start($"worker {arguments}", host);
        var ready = await process.Output.LineAsync(" ready: ");
        return new(process, ready.Split(' ')[1]);
    }

    internal Task<Worker> WorkerAsync(Seed seed) => WorkerAsync($"--join {seed.Place} --slots 1");
}

/// <param name="Place">Where it is, as it says.</param>
internal sealed record Seed(ConcurrencyProcess Process, HostPort Place);

/// <param name="Name">Its name, as it says.</param>
internal sealed record Worker(ConcurrencyProcess Process, string Name);
