using Concurrency.Actors;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Cli.Running;

/// <summary>
/// Runs a job in a plain loop with no actor: the baseline. The job's ledger is asked for a chunk, the chunk is run, the ledger is told;
/// so what is retried, and what fails, is the same as in the other modes.
/// </summary>
internal sealed class SerialRunner(IWorkload workload, EngineSettings settings, TimeProvider time) : IJobRunner
{
    private static readonly WorkerId Worker = new("serial", 0);

    private readonly SteadyClock _clock = new(time);

    public async Task<JobReport> RunAsync(JobSpec spec, Action begun, Action<JobReport> progress, CancellationToken cancelled)
    {
        var plan = workload.Open(spec.Parameters, items: 0);
        // There is nobody to share with, so chunks need not be larger than the workload likes.
        var terms = new JobTerms(plan.Units, plan.Traits, spec.ChunkUnits ?? plan.Traits.Grain, settings.Rules);
        var ledger = new JobLedger(new(terms, plan.NewAccumulator()), epoch: 0);
        var job = new JobProgress(new($"{workload.Name}-{Random.Shared.Next():x8}"), ledger, _clock);
        begun();

        // The timer's thread reads what the loop leaves here, never the ledger itself.
        var (latest, running) = (job.Report(), default(Chunk));
        var interval = settings.DriverProgressInterval;
        await using var timer = time.CreateTimer(_ => progress(Now()), state: null, interval, interval);
        while (!ledger.State.Status.IsOver())
        {
            if (cancelled.IsCancellationRequested) ledger.Cancel();
            else if (ledger.Grant(new(Worker, Host: "", Slots: 1, Idle: true), _clock.Now) is { } lease) await RunAsync(lease);
            else await WaitAsync(ledger, cancelled);
            Volatile.Write(ref running, null);
            Volatile.Write(ref latest, job.Report());
        }

        job.End();
        return job.Report();

        async ValueTask RunAsync(Lease lease)
        {
            var chunk = new Chunk(lease.Range, cancelled) { Attempt = lease.Attempt, Note = lease.Note, Worker = Worker.Name };
            Volatile.Write(ref running, chunk);
            var started = time.GetTimestamp();
            try
            {
                var output = await plan.RunAsync(chunk);
                ledger.Done(new(lease.Id, Worker, lease.Range, output, time.GetElapsedTime(started)), _clock.Now);
            }
            catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
            {
                ledger.Return(lease.Id);
            }
            catch (Exception e)
            {
                ledger.Fail(lease.Id, e.Message);
            }
        }

        JobReport Now() => Volatile.Read(ref latest) is var report && Volatile.Read(ref running) is { } chunk
            ? report with { UnitsDone = report.UnitsDone + chunk.UnitsDone }
            : report;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Until the ledger has something again: units that were handed back wait their time, and a pace is kept.</summary>
    private async Task WaitAsync(JobLedger ledger, CancellationToken cancelled)
    {
        var now = _clock.Now;
        if (ledger.NextWake(now) is not { } wake) throw new InvalidOperationException("Nothing runs, and nothing is left to run.");
        if (wake > now) await Task.Delay(wake - now, time, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
