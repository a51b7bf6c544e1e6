using System.Diagnostics.CodeAnalysis;
using Concurrency.Actors.Tests.Storage;
using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;

namespace Concurrency.EndToEnd.Durability;

/// <summary>A test with a folder that jobs are kept in.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit has DisposeAsync called, by IAsyncLifetime.")]
public abstract class FolderTest(ITestOutputHelper output) : ClusterTest(output)
{
    private readonly TemporaryFolder _data = new();

    /// <summary>Moments in this test.</summary>
    protected Random Chance { get; } = Durability.Chance.New(output);

    protected string Data => _data.Name;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Dispose();
    }

    internal Task<Seed> FirstSeedAsync(params IEnumerable<string> host) => StoringSeedAsync($"--listen 127.0.0.1:0 --data {Data}", host);

    /// <summary>Ends a seed and starts it again, at the same place and with the same folder.</summary>
    internal async Task<Seed> RestartAsync(Seed seed, Signal signal, params IEnumerable<string> host)
    {
        seed.Process.Send(signal);
        var end = await seed.Process.EndAsync();
        Assert.Equal(signal == Signal.Kill ? 128 + (int)Signal.Kill : 0, end.ExitCode);
        return await StoringSeedAsync($"--listen {seed.Place} --data {Data}", host);
    }
}
