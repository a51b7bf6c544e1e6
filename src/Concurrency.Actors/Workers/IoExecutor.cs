using Akka.Actor;
using static Concurrency.Actors.Workers.ExecutorProtocol;

namespace Concurrency.Actors.Workers;

/// <summary>Runs one chunk at a time without a thread: it starts the run, and the outcome is piped to the worker when it is there.</summary>
internal sealed class IoExecutor : ReceiveActor
{
    private readonly TimeProvider _time;

    public IoExecutor(TimeProvider time)
    {
        _time = time;
        Receive<Run>(OnRun);
    }

    private void OnRun(Run run)
    {
        var started = _time.GetTimestamp();
        _ = run.Plan.RunAsync(run.Chunk).AsTask().PipeTo(
            Sender,
            Self,
            success: output => new Ran(run.Lease, output, _time.GetElapsedTime(started)),
            failure: e => e.GetBaseException() is OperationCanceledException && run.Chunk.Cancelled.IsCancellationRequested
                ? new Stopped(run.Lease)
                : new RunFailed(run.Lease, e.GetBaseException().Message, _time.GetElapsedTime(started)));
    }

    /// <summary>The run threw before it had begun to wait.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        if (message is Run run) Sender.Tell(new RunFailed(run.Lease, reason.Message, TimeSpan.Zero));
        base.PreRestart(reason, message);
    }
}
