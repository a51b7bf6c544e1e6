using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Units;

namespace Concurrency.Cli.Compare;

/// <summary>A workload that remembers which thread of this process ran which of its chunks. All else is as in the workload that it is made of.</summary>
internal sealed class WitnessedWorkload(IWorkload workload) : IWorkload
{
    private readonly Lock _lock = new();
    private readonly List<RunChunk> _runs = [];

    public string Name => workload.Name;

    public string KernelVersion => workload.KernelVersion;

    /// <summary>
    /// The chunks that made up the sum, in their order. Of two runs of the same units, as there are when an idle slot runs a second copy of what
    /// another is late with, the one that ended first counts, as it does for the job.
    /// </summary>
    public IReadOnlyList<RunChunk> Runs
    {
        get
        {
            var counted = new List<RunChunk>();
            lock (_lock)
            {
                foreach (var run in _runs)
                {
                    if (!counted.Exists(earlier => earlier.Range.Overlaps(run.Range))) counted.Add(run);
                }
            }

            return [.. counted.OrderBy(run => run.Range.From)];
        }
    }

    public IJobPlan Open(Payload parameters, long items) => new Plan(workload.Open(parameters, items), this);

    private void Add(RunChunk run)
    {
        lock (_lock) _runs.Add(run);
    }

    private sealed class Plan(IJobPlan plan, WitnessedWorkload witness) : IJobPlan
    {
        public long Units => plan.Units;

        public WorkloadTraits Traits => plan.Traits;

        public IAccumulator NewAccumulator() => plan.NewAccumulator();

        public async ValueTask<ChunkOutput> RunAsync(Chunk chunk)
        {
            var thread = Environment.CurrentManagedThreadId;
            var output = await plan.RunAsync(chunk);
            witness.Add(new(chunk.Range, thread));
            return output;
        }
    }
}

/// <summary>A chunk that was run to its end.</summary>
/// <param name="Thread">The runtime's number of the thread that ran it.</param>
internal sealed record RunChunk(UnitRange Range, int Thread);
