using Akka.Actor;
using Concurrency.Actors.Storage;
using Concurrency.Core.Ledger;

namespace Concurrency.Actors.Coordination;

/// <summary>
/// What was decided and is on its way to the store, and what may not be said before it is there. Events go out in batches, one at a time:
/// what happens while one is written makes up the next. A word that comes after a decision waits for it; words are said in their order.
/// </summary>
internal sealed class Outbox
{
    /// <summary>A batch that is so big, in bytes, takes no more events.</summary>
    private const long FullBatch = 256 * 1024;

    /// <summary>Batches that wait while the store cannot keep up.</summary>
    private const int MostWaiting = 8;

    private readonly Queue<Batch> _batches = [];
    private Batch? _last;
    private bool _isWriting;

    /// <summary>Everything is stored and said.</summary>
    public bool IsEmpty => _batches.Count == 0;

    /// <summary>The store cannot keep up: nothing new should be begun.</summary>
    public bool IsFull => _batches.Count > MostWaiting;

    /// <summary>The next batch has nothing but results in it, which their workers can wait to hear of; there is room for more.</summary>
    public bool IsPatient => !_isWriting && _batches.TryPeek(out var batch) && _batches.Count == 1 && batch.IsPatient;

    /// <summary>Of what is to be stored nothing waits behind the batch that is being written.</summary>
    public bool IsWritingLast => _isWriting && _batches.Count == 1;

    public void Write(IStoredEvent happened)
    {
        var bytes = StoredSizes.Of(happened);
        if (_last is null || (_isWriting && _batches.Count == 1) || _last.Bytes + bytes > FullBatch) _batches.Enqueue(_last = new());
        _last.Events.Add(happened);
        _last.IsPatient &= happened is JobEvents.JobBatch batch && batch.Events.All(one => one is LedgerEvent.RangeDone);
        _last.Bytes += bytes;
    }

    /// <summary>Says it as soon as everything is stored that was decided before; at once, when it is.</summary>
    public void Say(ICanTell to, object message, IActorRef from)
    {
        if (_last is null) to.Tell(message, from);
        else _last.Said.Add((to, message, from));
    }

    /// <summary>The next batch to write, or null when there is none or one is being written.</summary>
    public IReadOnlyList<IStoredEvent>? Next()
    {
        if (_isWriting || !_batches.TryPeek(out var batch)) return null;
        _isWriting = true;
        batch.Join();
        return batch.Events;
    }

    /// <summary>The batch that was being written is stored. Its words are the caller's to let out.</summary>
    public Batch Stored()
    {
        _isWriting = false;
        var batch = _batches.Dequeue();
        if (_batches.Count == 0) _last = null;
        return batch;
    }

    internal sealed class Batch
    {
        public List<IStoredEvent> Events { get; private set; } = [];

        public List<(ICanTell To, object Message, IActorRef From)> Said { get; } = [];

        public long Bytes { get; set; }

        public bool IsPatient { get; set; } = true;

        public void LetOut()
        {
            foreach (var (to, message, from) in Said) to.Tell(message, from);
        }

        /// <summary>Makes one event of those that belong together: it takes less room, and one number in the stream.</summary>
        public void Join()
        {
            if (Events.TrueForAll(happened => happened is JobEvents.JobBatch) && Events.Count > 1)
                Events = [JobEvents.JobBatch.Join([.. Events.Cast<JobEvents.JobBatch>()])];
        }
    }
}
