using Concurrency.Core.Contract;

namespace Concurrency.Cli.Tests.Running;

/// <summary>Gives every item back as a record and a notice, when as many chunks run as may at once, or no more are to come.</summary>
internal sealed class EchoWorkload(int chunksPerSlot) : Workload<CountingJob, Sum, long>
{
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    public int MostAtOnce { get; private set; }

    public override string Name => "echo";

    public override long Count(CountingJob job, long items) => items;

    public override WorkloadTraits TraitsOf(CountingJob job) => new() { Slot = SlotKind.Io, ChunksPerSlot = chunksPerSlot };

    public override async ValueTask<RunResult<Sum>> RunAsync(CountingJob job, Chunk chunk)
    {
        // The serial loop begins runs one after another, but they end on any thread.
        var running = Interlocked.Increment(ref _running);
        MostAtOnce = Math.Max(MostAtOnce, running);
        if (running == chunksPerSlot) _full.TrySetResult();
        await _full.Task;
        Interlocked.Decrement(ref _running);
        return new(new(chunk.Items.Count))
        {
            Records = [.. chunk.Items.Select((item, i) => new UnitRecord(chunk.Range.From + i, item))],
            Notices = [.. chunk.Items.Select((item, i) => new Notice(chunk.Range.From + i, item))],
        };
    }

    public override long Finish(CountingJob job, Sum total) => total.Value;
}
