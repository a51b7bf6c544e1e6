using System.Text.Json;
using Concurrency.Core.Units;

namespace Concurrency.Core.Contract;

/// <summary>A run's result, typed: see <see cref="ChunkOutput"/>, which it becomes on the wire.</summary>
public sealed record RunResult<TPartial>(TPartial Partial)
{
    public IReadOnlyList<HandBack> HandBacks { get; init; } = [];

    public IReadOnlyList<UnitRecord> Records { get; init; } = [];

    public IReadOnlyList<Notice> Notices { get; init; } = [];
}

/// <summary>
/// A workload is a monoid over a range of units: say how many units a job has, how to run a range of them and what the merged partial
/// means, and the engine does the rest.
/// </summary>
/// <typeparam name="TJob">The parameters of a job; travels as JSON.</typeparam>
/// <typeparam name="TPartial">The result of a range; see <see cref="IPartial{TSelf}"/> for what merging must be.</typeparam>
/// <typeparam name="TResult">What the merged partial means to the user.</typeparam>
public abstract class Workload<TJob, TPartial, TResult> : IWorkload
    where TJob : class
    where TPartial : IPartial<TPartial>
{
    public abstract string Name { get; }

    /// <inheritdoc />
    public virtual string KernelVersion => "1";

    /// <summary>How many units the job has.</summary>
    /// <param name="job">The parameters.</param>
    /// <param name="items">How many input items came with the job.</param>
    /// <exception cref="BadJobException">There is no such job: the message says why.</exception>
    public abstract long Count(TJob job, long items);

    public virtual WorkloadTraits TraitsOf(TJob job) => new();

    /// <summary>Computes one chunk, in any process, any number of times: the result must depend on nothing but the arguments.</summary>
    public abstract ValueTask<RunResult<TPartial>> RunAsync(TJob job, Chunk chunk);

    /// <summary>What the merged partial of a whole job means.</summary>
    public abstract TResult Finish(TJob job, TPartial total);

    public Payload Encode(TJob job) => new(JsonSerializer.SerializeToUtf8Bytes(job));

    /// <exception cref="BadJobException">The bytes are not what <see cref="Encode"/> writes, or there is no such job.</exception>
    public TJob Decode(Payload parameters)
    {
        try
        {
            return JsonSerializer.Deserialize<TJob>(parameters.Span) ?? throw new BadJobException($"The {Name} job has no parameters.");
        }
        catch (JsonException e)
        {
            throw new BadJobException($"The parameters of the {Name} job cannot be read: {e.Message}");
        }
    }

    public IJobPlan Open(Payload parameters, long items)
    {
        var job = Decode(parameters);
        var units = Count(job, items);
        if (units < 1) throw new BadJobException($"The {Name} job has no units to run.");
        if (units > UnitRange.MaxUnits) throw new BadJobException($"The {Name} job has {units} units; {UnitRange.MaxUnits} is the most.");
        var plan = new Plan(this, job, units);
        return plan.Traits.Fault() is { } fault ? throw new BadJobException($"The {Name} workload is at fault. {fault}") : plan;
    }

    private sealed class Plan(Workload<TJob, TPartial, TResult> workload, TJob job, long units) : IJobPlan
    {
        public long Units { get; } = units;

        public WorkloadTraits Traits { get; } = workload.TraitsOf(job);

        public IAccumulator NewAccumulator() => new Accumulator();

        public async ValueTask<ChunkOutput> RunAsync(Chunk chunk)
        {
            var result = await workload.RunAsync(job, chunk);
            return new(result.Partial.Encode())
            {
                HandBacks = [.. result.HandBacks],
                Records = [.. result.Records],
                Notices = [.. result.Notices],
            };
        }
    }

    /// <summary>
    /// Merges like a binary number counts: sums of equally many partials are merged to one of twice as many. So a sum that grows as it
    /// is merged is not copied for every small partial.
    /// </summary>
    private sealed class Accumulator : IAccumulator
    {
        private readonly List<(TPartial Sum, long Partials)> _sums = [];

        public void Add(Payload partial)
        {
            try
            {
                // Merged once at least, so that what cannot be is found in the partial that it came with.
                var (sum, partials) = (TPartial.Zero.Merge(TPartial.Decode(partial)), 1L);
                var kept = _sums.Count;
                for (; kept > 0 && _sums[kept - 1].Partials == partials; kept--)
                {
                    sum = _sums[kept - 1].Sum.Merge(sum);
                    partials *= 2;
                }

                _sums.RemoveRange(kept, _sums.Count - kept);
                _sums.Add((sum, partials));
            }
            catch (Exception e) when (e is not FormatException)
            {
                // A fault in one workload's merging is that job's trouble, told apart from any fault of the engine.
                throw new FormatException($"The partial cannot be merged: {e.Message}", e);
            }
        }

        public Payload Encode() => _sums.Aggregate(TPartial.Zero, (total, next) => total.Merge(next.Sum)).Encode();
    }
}
