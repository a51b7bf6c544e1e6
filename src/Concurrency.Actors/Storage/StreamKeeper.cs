using Akka.Actor;
using static Concurrency.Actors.Storage.StreamProtocol;

namespace Concurrency.Actors.Storage;

/// <summary>
/// Has one stream of the store written, whatever becomes of the store: what could not be written is tried again, with longer and longer waits.
/// A write that failed may have been done; it is looked for before it is done again, and so whoever has taken the stream over is found.
/// </summary>
internal sealed class StreamKeeper : ReceiveActor, IWithTimers
{
    private readonly string _stream;
    private readonly bool _keepsEvents;
    private readonly IStoredPages _pages;
    private readonly Backoff _backoff;
    private IActorRef _journal;
    private Append? _inFlight;
    private long _sequence;
    private bool _isDown;

    public StreamKeeper(string stream, bool isNew, bool keepsEvents, IStoredPages pages, Backoff backoff)
    {
        (_stream, _keepsEvents, _pages, _backoff) = (stream, keepsEvents, pages, backoff);
        _journal = Context.ActorOf(StreamJournal.Props(stream, isNew));
        Become(Recovering);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="stream">See <see cref="StreamNames"/>.</param>
    /// <param name="isNew">Nothing was written to it yet.</param>
    /// <param name="keepsEvents">Whether anybody needs the events that a snapshot holds.</param>
    public static Props Props(string stream, bool isNew, bool keepsEvents, IStoredPages pages, Backoff backoff) =>
        Akka.Actor.Props.Create(() => new StreamKeeper(stream, isNew, keepsEvents, pages, backoff));

    private void Recovering()
    {
        Receive<Restored>(restored => Context.Parent.Tell(restored));
        Receive<Replayed>(replayed => Context.Parent.Tell(replayed));
        Receive<Recovered>(OnRecovered);
        Receive<StreamDown>(OnNotRecovered);
    }

    private void Writing()
    {
        Receive<Append>(OnAppend);
        Receive<Appended>(_ => OnAppended());
        Receive<StreamDown>(OnDown);
        Receive<StreamRefused>(OnRefused);
        Receive<SnapshotTaken>(OnSnapshotTaken);
    }

    private void Down()
    {
        Receive<Append>(append => _inFlight = append);
        Receive<TryAgain>(_ => _journal = Context.ActorOf(StreamJournal.Props(_stream, isKnown: true)));
        Receive<Recovered>(OnBack);
        Receive<Found>(OnFound);
        Receive<StreamTaken>(_ => OnTaken());
        Receive<StreamDown>(_ => ArmTryAgain());
        Receive<SnapshotTaken>(OnSnapshotTaken);
    }

    private void Over() => ReceiveAny(_ => { });

    private void OnRecovered(Recovered recovered)
    {
        _sequence = recovered.Sequence;
        Become(Writing);
        Context.Parent.Tell(recovered);
    }

    private void OnNotRecovered(StreamDown down)
    {
        Context.Parent.Tell(down);
        Context.Stop(Self);
    }

    private void OnAppend(Append append)
    {
        _inFlight = append;
        _journal.Tell(append);
    }

    private void OnAppended()
    {
        _sequence += _inFlight!.Events.Count;
        _inFlight = null;
        TellUp();
        Context.Parent.Tell(Appended.Instance);
    }

    private void OnDown(StreamDown down)
    {
        Become(Down);
        if (!_isDown) Context.Parent.Tell(down);
        _isDown = true;
        ArmTryAgain();
    }

    private void OnRefused(StreamRefused refused)
    {
        Become(Over);
        Context.Parent.Tell(refused);
    }

    private void OnTaken()
    {
        Become(Over);
        Context.Parent.Tell(StreamTaken.Instance);
    }

    /// <summary>If it fails, the next snapshot's turn is theirs too.</summary>
    private void OnSnapshotTaken(SnapshotTaken taken)
    {
        if (!_keepsEvents) _ = _pages.ForgetAsync(_stream, taken.Sequence);
    }

    private void ArmTryAgain() => Timers.StartSingleTimer(TryAgain.Instance, TryAgain.Instance, _backoff.Next());

    private void OnBack(Recovered recovered)
    {
        if (recovered.Sequence == _sequence) GoOn();
        else if (recovered.Sequence != _sequence + (_inFlight?.Events.Count ?? 0)) OnTaken();
        else _ = _pages.ReadAsync(_stream, _sequence + 1, recovered.Sequence).PipeTo(Self, Self, found => new Found(found), NotFound);
    }

    /// <summary>Another writer has forgotten what it found or wrote there; or the store fails.</summary>
    private static object NotFound(Exception cause) => cause is MissingEventsException ? StreamTaken.Instance : new StreamDown(cause);

    /// <summary>What was written behind what this writer knows of: its own last write, or another writer's first.</summary>
    private void OnFound(Found found)
    {
        if (!AreSame(found.Events, _inFlight!.Events))
        {
            OnTaken();
            return;
        }

        OnAppended();
        GoOn();
    }

    /// <summary>
    /// In every byte of them: the last write of a coordinator that is about to be taken over may have come in between, in as many events as
    /// there were to write.
    /// </summary>
    private static bool AreSame(IReadOnlyList<IStoredEvent> found, IReadOnlyList<IStoredEvent> written) =>
        found.Select(StoredFormats.Write).SequenceEqual(written.Select(StoredFormats.Write), EqualityComparer<byte[]>.Create((one, other) => one.AsSpan().SequenceEqual(other)));

    /// <summary>That it can be read does not mean that it can be written.</summary>
    private void GoOn()
    {
        Become(Writing);
        if (_inFlight is { } append) OnAppend(append);
        else TellUp();
    }

    private void TellUp()
    {
        if (!_isDown) return;
        _isDown = false;
        _backoff.Reset();
        Context.Parent.Tell(StreamUp.Instance);
    }

    private sealed record TryAgain : IStreamMessage
    {
        public static TryAgain Instance { get; } = new();
    }

    private sealed record Found(IReadOnlyList<IStoredEvent> Events) : IStreamMessage;
}
