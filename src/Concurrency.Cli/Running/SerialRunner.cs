using System.Collections.Concurrent;
using System.Threading.Channels;
using Concurrency.Actors;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>
/// Runs a job in a plain loop with no actor: the baseline. The job's ledger is asked for a chunk, the chunk is run, the ledger is told;
/// so what is retried, and what fails, is the same as in the other modes. There is one slot, which several chunks share when the job wants that.
/// </summary>
internal sealed class SerialRunner(IWorkload workload, EngineSettings settings, TimeProvider time) : IJobRunner
{
    private static readonly WorkerId Worker = new("serial", 0);

    private readonly SteadyClock _clock = new(time);

    public async Task<JobReport> RunAsync(JobSpec spec, IReadOnlyList<Payload> items, JobListener listener, CancellationToken cancelled)
    {
        var plan = workload.Open(spec.Parameters, items.Count);
        // There is nobody to share with, so chunks need not be larger than the workload likes.
        var terms = new JobTerms(plan.Units, plan.Traits, spec.ChunkUnits ?? plan.Traits.Grain, settings.Rules);
        var ledger = new JobLedger(new(terms, plan.NewAccumulator()), epoch: 0);
        var job = new JobProgress(new($"{workload.Name}-{Random.Shared.Next():x8}"), ledger, _clock);
        listener.Begun();

        // The timer's thread reads what the loop leaves in these two, never the ledger itself.
        var (latest, running) = (job.Report(), new ConcurrentDictionary<Chunk, Lease>());
        var (interval, reported) = (settings.DriverProgressInterval, time.GetTimestamp());
        var finished = Channel.CreateUnbounded<Run>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        await using var timer = time.CreateTimer(_ => listener.Progress(Now()), state: null, interval, interval);
        try
        {
            while (!ledger.State.Status.IsOver())
            {
                if (cancelled.IsCancellationRequested) ledger.Cancel();
                else if (finished.Reader.TryRead(out var run)) End(run);
                else if (running.Count < plan.Traits.ChunksPerSlot && Grant() is { } lease) Begin(lease);
                else await WaitAsync();
                if (time.GetElapsedTime(reported) < interval) continue;
                (latest, reported) = (job.Report(), time.GetTimestamp());
            }
        }
        finally
        {
            // What is left of a job that was cancelled, or whose listener failed, stops by its token.
            await stop.CancelAsync();
            while (!running.IsEmpty) running.TryRemove((await finished.Reader.ReadAsync(CancellationToken.None)).Chunk, out _);
        }

        job.End();
        return job.Report();

        Lease? Grant() => ledger.Grant(new(Worker, Host: "", plan.Traits.ChunksPerSlot, Idle: true), _clock.Now);

        void Begin(Lease lease)
        {
            var slice = items.Count == 0 ? items : [.. items.Skip((int)lease.Range.From).Take((int)lease.Range.Length)];
            var chunk = new Chunk(lease.Range, stop.Token) { Items = slice, Attempt = lease.Attempt, Note = lease.Note, Worker = Worker.Name };
            running[chunk] = lease;
            _ = RunAsync(plan, chunk, finished.Writer);
        }

        void End(Run run)
        {
            if (!running.TryRemove(run.Chunk, out var lease)) return;
            if (run.Output is null)
            {
                if (run.Reason is null) ledger.Return(lease.Id);
                else ledger.Fail(lease.Id, run.Reason);
                return;
            }

            var decision = ledger.Done(new(lease.Id, Worker, lease.Range, run.Output, run.Elapsed), _clock.Now);
            foreach (var counted in decision.Events.OfType<LedgerEvent.RangeDone>()) listener.Rows?.Invoke(counted.Records, counted.Notices);
        }

        // Until a run ends, or the ledger has something again: units that were handed back wait their time, and a pace is kept.
        async Task WaitAsync()
        {
            using var waited = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            var ending = finished.Reader.WaitToReadAsync(waited.Token).AsTask();
            var now = _clock.Now;
            var waking = ledger.NextWake(now) is { } wake && running.Count < plan.Traits.ChunksPerSlot
                ? Task.Delay(wake > now ? wake - now : TimeSpan.Zero, time, waited.Token)
                : Task.Delay(Timeout.InfiniteTimeSpan, time, waited.Token);
            await Task.WhenAny(ending, waking);
            await waited.CancelAsync();
        }

        JobReport Now()
        {
            var report = Volatile.Read(ref latest);
            return report with { UnitsDone = report.UnitsDone + running.Keys.Sum(chunk => chunk.UnitsDone) };
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task RunAsync(IJobPlan plan, Chunk chunk, ChannelWriter<Run> finished)
    {
        var started = time.GetTimestamp();
        Run run;
        try
        {
            var output = await plan.RunAsync(chunk);
            run = new(chunk, output, Reason: null, time.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (chunk.Cancelled.IsCancellationRequested)
        {
            run = new(chunk, Output: null, Reason: null, time.GetElapsedTime(started));
        }
        catch (Exception e)
        {
            run = new(chunk, Output: null, e.Message, time.GetElapsedTime(started));
        }

        await finished.WriteAsync(run, CancellationToken.None);
    }

    /// <param name="Output">Null when the run failed, with a reason, or was called off.</param>
    private sealed record Run(Chunk Chunk, ChunkOutput? Output, string? Reason, TimeSpan Elapsed);
}
