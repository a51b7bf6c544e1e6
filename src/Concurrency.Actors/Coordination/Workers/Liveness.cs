using Akka.Remote;
using Concurrency.Actors.Configuration;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Coordination.Workers;

/// <summary>
/// Judges from the rhythm of what workers say whether one is gone: phi-accrual, after Hayashibara and others, "The φ accrual failure
/// detector" (2004). A connection that broke is a hint, which only shortens the wait: a worker that lives is back in a moment.
/// </summary>
internal sealed class Liveness(EngineSettings settings, SteadyClock clock)
{
    private const int Samples = 200;

    private static readonly TimeSpan LeastDeviation = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<WorkerId, DateTimeOffset> _doubted = [];

    private DefaultFailureDetectorRegistry<WorkerId> _detectors = NewDetectors(settings, clock);

    /// <summary>A Hello came. Nothing else tells of the rhythm, nor of a connection that is whole: reports may have been on their way for long.</summary>
    public void Heard(WorkerId worker)
    {
        _detectors.Heartbeat(worker);
        _doubted.Remove(worker);
    }

    /// <summary>The connection to the worker broke.</summary>
    /// <returns>False when that was known.</returns>
    public bool Doubt(WorkerId worker) => _doubted.TryAdd(worker, clock.Now);

    /// <summary>Why the worker is gone, or null when it is not.</summary>
    public string? Verdict(WorkerId worker) =>
        _doubted.TryGetValue(worker, out var since) && clock.Now - since >= settings.DisconnectGrace ? $"the connection to worker {worker} broke"
        : _detectors.IsAvailable(worker) ? null
        : $"worker {worker} has gone silent";

    public void Forget(WorkerId worker)
    {
        _detectors.Remove(worker);
        _doubted.Remove(worker);
    }

    /// <summary>Whoever judges was away itself: everybody is taken to have been heard of now, and rhythms are learnt anew.</summary>
    public void StartAnew(IEnumerable<WorkerId> workers)
    {
        _detectors = NewDetectors(settings, clock);
        _doubted.Clear();
        foreach (var worker in workers) Heard(worker);
    }

    private static DefaultFailureDetectorRegistry<WorkerId> NewDetectors(EngineSettings settings, SteadyClock clock) =>
        new(() => new PhiAccrualFailureDetector(
            settings.WorkerSuspicion,
            Samples,
            LeastDeviation,
            settings.WorkerSilence,
            settings.HelloInterval,
            () => clock.Now.Ticks / TimeSpan.TicksPerMillisecond));
}
