using Concurrency.Actors.Coordination.Rows;
using Concurrency.Actors.Storage;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>Makes a job again from its stream: from a snapshot, when there is one, and the events after it.</summary>
/// <param name="order">What was ordered. The workload may be of another release than the one that began the job.</param>
/// <param name="pace">Is told of what is found.</param>
internal sealed class JobReplay(JobOrder order, LedgerRules rules, StoredInput input, StoredRows rows, SnapshotPace pace)
{
    private readonly HashSet<string> _retries = new(StringComparer.Ordinal);

    /// <summary>The highest of <see cref="TakenOver"/>; 0 when there was none.</summary>
    public long Epoch { get; private set; }

    /// <summary>How often in a row the job was taken over, and nothing had become of it since.</summary>
    public int VainReturns { get; private set; }

    /// <summary>Null when the job still takes its input.</summary>
    public JobCommitted? Committed { get; private set; }

    /// <summary>Null when the job still takes its input.</summary>
    public JobState? State { get; private set; }

    /// <summary>When the last event was written.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>The job's time by then.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>The requests by which users had the job retried.</summary>
    public IReadOnlyCollection<string> Retries => _retries;

    /// <summary>What the events take in the store, about.</summary>
    public long Bytes { get; private set; }

    /// <summary>Begins with a snapshot.</summary>
    /// <exception cref="BadJobException">The workload of this release makes no such job of it.</exception>
    public void Restore(StoredJob stored)
    {
        pace.Took(stored);
        (Epoch, At, Elapsed, Bytes) = (stored.Epoch, stored.At, stored.Elapsed, stored.Bytes);
        _retries.UnionWith(stored.Retries);
        foreach (var page in stored.Pages)
        {
            input.Index.Add(page.Items);
            input.Stored(page);
        }

        rows.Restore(stored.Rows, stored.State);
        var plan = Open(stored.Committed);
        State = new(TermsOf(plan), plan.NewAccumulator(), stored.State);
    }

    /// <summary>Goes on with an event.</summary>
    /// <param name="sequence">Its number in the stream.</param>
    /// <exception cref="BadJobException">The workload of this release makes no such job of it.</exception>
    public void Replay(long sequence, IStoredEvent happened)
    {
        pace.Wrote(happened);
        Bytes += StoredSizes.Of(happened);
        switch (happened)
        {
            case TakenOver taken:
                Epoch = Math.Max(Epoch, taken.Epoch);
                VainReturns++;
                break;
            case PageAdded page:
                input.Add(page.Items);
                input.Stored(new(sequence, page.Items.Length));
                break;
            case JobCommitted committed:
                (At, Elapsed, VainReturns) = (committed.At, TimeSpan.Zero, 0);
                var plan = Open(committed);
                State = new(TermsOf(plan), plan.NewAccumulator());
                break;
            case JobBatch batch when State is { } state:
                foreach (var one in batch.Events) state.Apply(one);
                rows.Add(batch.Events, sequence);
                _retries.UnionWith(batch.Retries);
                (At, Elapsed, VainReturns) = (batch.At, batch.Elapsed, 0);
                break;
            default:
                throw new FormatException($"Event {sequence} of the job {order.Id} is a {happened.GetType().Name}, which cannot be there.");
        }
    }

    private IJobPlan Open(JobCommitted committed)
    {
        Committed = committed;
        input.Index.Close(committed.Digest);
        var plan = order.Workload.Open(order.Spec.Parameters, committed.Items);
        return plan.Units == committed.Units
            ? plan
            : throw new BadJobException($"The job {order.Id} was begun by another release, for which it had {committed.Units} units; for this one it has {plan.Units}.");
    }

    private JobTerms TermsOf(IJobPlan plan) => new(plan.Units, plan.Traits, order.Spec.ChunkUnits, rules);
}
