using Akka.Actor;
using Concurrency.Actors.Coordination.Register;
using Concurrency.Actors.Coordination.Rows;
using Concurrency.Actors.Storage;
using Concurrency.Core.Ledger;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Coordination.Jobs;

/// <summary>What a job that is stored needs to know of its stream.</summary>
/// <param name="Epoch">That of the coordinator: see <see cref="TakenOver"/>.</param>
/// <param name="IsNew">Nothing was written to the stream yet.</param>
/// <param name="Failure">Why the job is to fail as soon as it is back; null when it is to go on.</param>
internal sealed record JobStream(CoordinatorStore Store, long Epoch, bool IsNew, string? Failure);

/// <summary>Writes what a job decides to its stream, batch by batch, a snapshot now and then, and notes where in it pages and rows are.</summary>
internal sealed class JobWriter(string name, JobStream stream, IActorRef writer, StoredInput input, StoredRows rows, SnapshotPace pace)
{
    private readonly Outbox _outbox = new();
    private readonly List<string> _retries = [];
    private JobCommitted? _committed;
    private Func<JobSnapshot>? _state;
    private long _epoch;
    private DateTimeOffset _sentAt = DateTimeOffset.MinValue;
    private long _sequence;

    /// <summary>What the events take in the store, about.</summary>
    public long Bytes { get; private set; }

    /// <summary>Everything that was decided is stored.</summary>
    public bool IsIdle => _outbox.IsEmpty;

    /// <summary>The store cannot keep up: no more should be leased.</summary>
    public bool IsBehind => _outbox.IsFull;

    /// <summary>The stream is as it was replayed.</summary>
    /// <param name="sequence">The number of its last event.</param>
    public void Begin(JobReplay replay, long sequence)
    {
        (_committed, _epoch, _sequence, Bytes) = (replay.Committed, replay.Epoch, sequence, replay.Bytes);
        _retries.AddRange(replay.Retries);
    }

    /// <summary>From here on the job has a state, of which snapshots are made.</summary>
    public void Snapshot(Func<JobSnapshot> state) => _state = state;

    /// <summary>Takes it, for <see cref="Send"/> to have it written.</summary>
    public void Write(IStoredEvent happened) => _outbox.Write(happened);

    /// <inheritdoc cref="Outbox.Say" />
    public void Say(ICanTell to, object message, IActorRef from) => _outbox.Say(to, message, from);

    /// <summary>The batch that was being written is stored. What was said is the caller's to let out, and then to <see cref="Send"/> the next.</summary>
    /// <returns>The batch, and the number of its first event.</returns>
    public (Outbox.Batch Batch, long First) Stored()
    {
        var batch = _outbox.Stored();
        var first = _sequence + 1;
        foreach (var happened in batch.Events)
        {
            _sequence++;
            Bytes += StoredSizes.Of(happened);
            if (happened is PageAdded page) input.Stored(new(_sequence, page.Items.Length));
            if (happened is PageAdded or JobBatch) stream.Store.Pages.Put(name, _sequence, happened);
        }

        return (batch, first);
    }

    /// <summary>
    /// Has the next batch written, when there is one and none is being written. One that has nothing but results in it waits until
    /// the last one was begun long enough ago: then a slot that computes loses little to what storing takes of its processor.
    /// </summary>
    /// <returns>When to try again, or null.</returns>
    public DateTimeOffset? Send(DateTimeOffset now)
    {
        if (_outbox.IsPatient && now < _sentAt + stream.Store.Settings.BatchInterval) return _sentAt + stream.Store.Settings.BatchInterval;
        SendNow(now);
        return null;
    }

    private void SendNow(DateTimeOffset now)
    {
        if (_outbox.Next() is not { } events) return;
        _sentAt = now;
        foreach (var happened in events) Note(happened);
        writer.Tell(new StreamProtocol.Append(events, SnapshotWith(events)));
    }

    private void Note(IStoredEvent happened)
    {
        if (happened is TakenOver taken) _epoch = taken.Epoch;
        if (happened is JobCommitted committed) _committed = committed;
        if (happened is JobBatch batch) _retries.AddRange(batch.Retries);
        pace.Wrote(happened);
    }

    /// <summary>The state of the job is that after everything decided so far, so only of the last batch there is can it be what is stored.</summary>
    private StoredJob? SnapshotWith(IReadOnlyList<IStoredEvent> events)
    {
        if (!pace.IsDue || !_outbox.IsWritingLast || _state is null || _committed is null) return null;
        if (events is not [JobBatch batch] || StateOf() is not { } state) return null;
        var snapshot = new StoredJob(
            _epoch,
            _committed,
            input.Places,
            state,
            batch.At,
            batch.Elapsed,
            [.. _retries],
            RowPlace.Of(_sequence + 1, batch.Events) is { } place ? rows.Places.Add(place) : rows.Places,
            Bytes + StoredSizes.Of(batch));
        pace.Took(snapshot);
        return snapshot;
    }

    private JobSnapshot? StateOf()
    {
        try
        {
            return _state!();
        }
        catch (Exception)
        {
            // A workload that cannot write its total fails the job in the end, with its reason. Until then the events do.
            return null;
        }
    }
}
