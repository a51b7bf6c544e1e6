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
        Receive<Run>(run => _ = RunAsync(run).PipeTo(Sender, Self));
    }

    private async Task<object> RunAsync(Run run)
    {
        var started = _time.GetTimestamp();
        try
        {
            var output = await run.Plan.RunAsync(run.Chunk);
            return new Ran(run.Lease, output, _time.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (run.Chunk.Cancelled.IsCancellationRequested)
        {
            return new Stopped(run.Lease);
        }
        catch (Exception e)
        {
            return new RunFailed(run.Lease, e.Message, _time.GetElapsedTime(started));
        }
    }
}
