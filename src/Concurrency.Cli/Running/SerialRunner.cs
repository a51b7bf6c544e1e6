using System.Collections.Immutable;
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

        // The timer's thread reads what the loop leaves here, never the ledger itself.
        var (latest, running, runs) = (job.Report(), ImmutableList<Chunk>.Empty, new List<Task<Run>>());
        var interval = settings.DriverProgressInterval;
        await using var timer = time.CreateTimer(_ => listener.Progress(Now()), state: null, interval, interval);
        while (!ledger.State.Status.IsOver())
        {
            if (cancelled.IsCancellationRequested) ledger.Cancel();
            else if (runs.Count < plan.Traits.ChunksPerSlot && Grant() is { } lease) Begin(lease);
            else if (runs.Count > 0) End(await Task.WhenAny(runs));
            else await WaitAsync(ledger, cancelled);
            Volatile.Write(ref latest, job.Report());
        }

        // What a cancelled job has left behind stops by its token.
        await Task.WhenAll(runs);
        job.End();
        return job.Report();

        Lease? Grant() => ledger.Grant(new(Worker, Host: "", plan.Traits.ChunksPerSlot, Idle: true), _clock.Now);

        void Begin(Lease lease)
        {
            var slice = items.Count == 0 ? items : [.. items.Skip((int)lease.Range.From).Take((int)lease.Range.Length)];
            var chunk = new Chunk(lease.Range, cancelled) { Items = slice, Attempt = lease.Attempt, Note = lease.Note, Worker = Worker.Name };
            Volatile.Write(ref running, running.Add(chunk));
            runs.Add(RunAsync(plan, lease, chunk));
        }

        void End(Task<Run> over)
        {
            runs.Remove(over);
            var run = over.Result;
            Volatile.Write(ref running, running.Remove(run.Chunk));
            if (run.Output is null)
            {
                if (run.Reason is null) ledger.Return(run.Lease.Id);
                else ledger.Fail(run.Lease.Id, run.Reason);
                return;
            }

            var decision = ledger.Done(new(run.Lease.Id, Worker, run.Lease.Range, run.Output, run.Elapsed), _clock.Now);
            foreach (var counted in decision.Events.OfType<LedgerEvent.RangeDone>())
                listener.Rows(counted.Records, counted.Notices);
        }

        JobReport Now() => Volatile.Read(ref latest) is var report && Volatile.Read(ref running) is var chunks
            ? report with { UnitsDone = report.UnitsDone + chunks.Sum(chunk => chunk.UnitsDone) }
            : report;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Run> RunAsync(IJobPlan plan, Lease lease, Chunk chunk)
    {
        var started = time.GetTimestamp();
        try
        {
            var output = await plan.RunAsync(chunk);
            return new(lease, chunk, output, Reason: null, time.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (chunk.Cancelled.IsCancellationRequested)
        {
            return new(lease, chunk, Output: null, Reason: null, time.GetElapsedTime(started));
        }
        catch (Exception e)
        {
            return new(lease, chunk, Output: null, e.Message, time.GetElapsedTime(started));
        }
    }

    /// <summary>Until the ledger has something again: units that were handed back wait their time, and a pace is kept.</summary>
    private async Task WaitAsync(JobLedger ledger, CancellationToken cancelled)
    {
        var now = _clock.Now;
        if (ledger.NextWake(now) is not { } wake) throw new InvalidOperationException("Nothing runs, and nothing is left to run.");
        if (wake > now) await Task.Delay(wake - now, time, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <param name="Output">Null when the run failed, with a reason, or was called off.</param>
    private sealed record Run(Lease Lease, Chunk Chunk, ChunkOutput? Output, string? Reason, TimeSpan Elapsed);
}
