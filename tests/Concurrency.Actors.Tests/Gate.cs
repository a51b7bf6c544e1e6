using System.Collections.Concurrent;
using Concurrency.Core.Contract;

namespace Concurrency.Actors.Tests;

/// <summary>Holds chunks until a test lets them go, and tells the test which have begun.</summary>
internal sealed class Gate : IDisposable
{
    private readonly BlockingCollection<Chunk> _begun = [];
    private readonly SemaphoreSlim _open = new(0);

    /// <summary>For a workload's run: blocks the slot as a computation would, and stops when it is told to.</summary>
    public ValueTask Pass(Chunk chunk)
    {
        _begun.Add(chunk);
        _open.Wait(chunk.Cancelled);
        return ValueTask.CompletedTask;
    }

    /// <summary>The same without holding a thread.</summary>
    public async ValueTask PassAsync(Chunk chunk)
    {
        _begun.Add(chunk);
        await _open.WaitAsync(chunk.Cancelled);
    }

    public Chunk NextBegun() => _begun.TryTake(out var chunk, TimeSpan.FromSeconds(30)) ? chunk : throw new TimeoutException("No chunk began.");

    public bool AnotherBegan => _begun.Count > 0;

    public void Open(int chunks = 1) => _open.Release(chunks);

    public void Dispose()
    {
        _begun.Dispose();
        _open.Dispose();
    }
}
