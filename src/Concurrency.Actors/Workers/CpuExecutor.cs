using Akka.Actor;
using Concurrency.Core.Contract;
using static Concurrency.Actors.Workers.ExecutorProtocol;

namespace Concurrency.Actors.Workers;

/// <summary>Runs one chunk at a time on the thread of its slot, which it keeps until the chunk is done.</summary>
internal sealed class CpuExecutor : ReceiveActor
{
    private readonly TimeProvider _time;
    private long _started;

    public CpuExecutor(TimeProvider time)
    {
        _time = time;
        Receive<Run>(OnRun);
    }

    private void OnRun(Run run)
    {
        _started = _time.GetTimestamp();
        try
        {
            var output = Finished(run.Plan.RunAsync(run.Chunk));
            Sender.Tell(new Ran(run.Lease, output, _time.GetElapsedTime(_started)));
        }
        catch (OperationCanceledException) when (run.Chunk.Cancelled.IsCancellationRequested)
        {
            Sender.Tell(new Stopped(run.Lease));
        }
    }

    /// <summary>A failure is a reply as well as an exception: the worker hears of it, and the pool restarts the routee.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        if (message is Run run) Sender.Tell(new RunFailed(run.Lease, reason.Message, _time.GetElapsedTime(_started)));
        base.PreRestart(reason, message);
    }

    // The thread is this slot's own, so a run that awaits something may as well hold it meanwhile.
    private static ChunkOutput Finished(ValueTask<ChunkOutput> run) =>
        run.IsCompletedSuccessfully ? run.Result : run.AsTask().GetAwaiter().GetResult();
}
