using System.Diagnostics.CodeAnalysis;
using Concurrency.Actors.Gateway;
using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd;

/// <summary>A test with processes, all of which end with it. What they said is told when it fails.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit has DisposeAsync called, by IAsyncLifetime.")]
public abstract class ClusterTest(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly ProcessCluster _cluster = new();

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        foreach (var process in _cluster.Processes) output.WriteLine($"--- {process.CommandLine}\n{process.Error.Text}{process.Output.Text}");
    }

    internal ConcurrencyProcess Start(string arguments, params IEnumerable<string> host) => _cluster.Start(arguments, host);

    internal Task<Ended> RunAsync(string arguments, params IEnumerable<string> host) => _cluster.RunAsync(arguments, host);

    internal Task<Seed> SeedAsync(string arguments = "--listen 127.0.0.1:0", params IEnumerable<string> host) => _cluster.SeedAsync(arguments, host);

    internal Task<Seed> StoringSeedAsync(string arguments, params IEnumerable<string> host) => _cluster.StoringSeedAsync(arguments, host);

    internal Task<HostPort> FreePlaceAsync() => _cluster.FreePlaceAsync();

    internal Task<Worker> WorkerAsync(string arguments, params IEnumerable<string> host) => _cluster.WorkerAsync(arguments, host);

    internal Task<Worker> WorkerAsync(Seed seed) => _cluster.WorkerAsync(seed);
}
