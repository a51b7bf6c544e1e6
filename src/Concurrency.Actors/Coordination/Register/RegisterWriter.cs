using Akka.Actor;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Storage;

namespace Concurrency.Actors.Coordination.Register;

/// <summary>What a coordinator that stores its jobs has of the store.</summary>
internal sealed record CoordinatorStore(CachedPages Pages, StoreSettings Settings)
{
    public Backoff NewBackoff() => new(Settings.RetryDelay, Settings.LongestRetryDelay);
}

/// <summary>Writes what happens to the list of jobs to the register's stream, and a snapshot now and then.</summary>
/// <param name="state">As it was read.</param>
/// <param name="pace">Knows of what was read.</param>
internal sealed class RegisterWriter(RegisterState state, IActorRef writer, SnapshotPace pace)
{
    private readonly Outbox _outbox = new();

    /// <summary>What is stored, and what is being written.</summary>
    public RegisterState State => state;

    public void Write(IStoredEvent happened)
    {
        _outbox.Write(happened);
        Send();
    }

    /// <inheritdoc cref="Outbox.Say" />
    public void Say(ICanTell to, object message, IActorRef from) => _outbox.Say(to, message, from);

    /// <summary>What was being written is stored.</summary>
    public void Stored()
    {
        _outbox.Stored().LetOut();
        Send();
    }

    private void Send()
    {
        if (_outbox.Next() is not { } events) return;
        foreach (var happened in events)
        {
            state.Apply(happened);
            pace.Wrote(happened);
        }

        writer.Tell(new StreamProtocol.Append(events, SnapshotIfDue()));
    }

    private RegisterEvents.RegisterSnapshot? SnapshotIfDue()
    {
        if (!pace.IsDue) return null;
        var snapshot = state.ToSnapshot();
        pace.Took(snapshot);
        return snapshot;
    }
}
