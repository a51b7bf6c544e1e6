using Akka.Actor;
using Akka.Persistence;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Nodes;
using Concurrency.Actors.Storage;

namespace Concurrency.Actors.Tests.Storage;

/// <summary>
/// An actor system with a store, and writers of streams in it. Not every message in it is serialized, as in other tests: what
/// Akka.Persistence.Sql says to itself has no serializer.
/// </summary>
internal sealed class StoredSystem : IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public StoredSystem(StoreSettings settings)
    {
        Storage = JobStorage.Of(settings)!;
        System = NodeSystem.Create(ConfigurationFiles.Load(overrides: "akka.loglevel = OFF"), NodeSecurity.None, Storage);
        try
        {
            Storage.Open("no such folder");
        }
        catch
        {
            System.Terminate().Wait();
            Storage.Dispose();
            throw;
        }
    }

    public JobStorage Storage { get; }

    public ActorSystem System { get; }

    public StoredPages Pages => Storage.Pages;

    public static StoreSettings Settings(string overrides) => EngineSettings.Read(ConfigurationFiles.Load(overrides: overrides)).Store;

    public static StoreSettings Sqlite(string folder, string overrides = "") =>
        Settings($"concurrency.store.sqlite {{ directory = \"{folder}\", lock-patience = 1s }}\n{overrides}");

    /// <summary>Recovers a stream and says what was there.</summary>
    public async Task<StreamOfEvents> OpenAsync(string stream)
    {
        var recovered = new TaskCompletionSource<IReadOnlyList<object>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = System.ActorOf(Props.Create(() => new Writer(stream, recovered)));
        return new(writer, await recovered.Task.WaitAsync(Limit));
    }

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        Storage.Dispose();
    }

    /// <param name="Recovered">What was stored: the last snapshot, if there is one, and the events since.</param>
    internal sealed record StreamOfEvents(IActorRef Writer, IReadOnlyList<object> Recovered)
    {
        /// <summary>Ends when the event is stored.</summary>
        public async Task StoreAsync(IStoredEvent stored) => Told(await Writer.Ask(new Store([stored]), Limit));

        public async Task StoreAllAsync(IReadOnlyList<IStoredEvent> stored) => Told(await Writer.Ask(new Store(stored), Limit));

        public async Task SnapshotAsync(IStoredEvent snapshot) => Told(await Writer.Ask(new Snapshot(snapshot), Limit));

        private static void Told(object answer)
        {
            if (((Answer)answer).Fault is { } fault) throw fault;
        }
    }

    private sealed record Store(IReadOnlyList<IStoredEvent> Events);

    private sealed record Snapshot(IStoredEvent State);

    private sealed record Answer(Exception? Fault);

    private sealed class Writer : ReceivePersistentActor
    {
        private IActorRef _asker = ActorRefs.Nobody;

        public Writer(string stream, TaskCompletionSource<IReadOnlyList<object>> recovered)
        {
            PersistenceId = stream;
            var events = new List<object>();
            Recover<SnapshotOffer>(offer => events.Add(offer.Snapshot));
            Recover<IStoredEvent>(events.Add);
            Recover<RecoveryCompleted>(_ => recovered.TrySetResult(events));
            Failed = recovered;
            Command<Store>(store =>
            {
                _asker = Sender;
                var left = store.Events.Count;
                PersistAll(store.Events, _ =>
                {
                    if (--left == 0) _asker.Tell(new Answer(Fault: null));
                });
            });
            Command<Snapshot>(snapshot =>
            {
                _asker = Sender;
                SaveSnapshot(snapshot.State);
            });
            Command<SaveSnapshotSuccess>(_ => _asker.Tell(new Answer(Fault: null)));
            Command<SaveSnapshotFailure>(failed => _asker.Tell(new Answer(failed.Cause)));
        }

        public override string PersistenceId { get; }

        private TaskCompletionSource<IReadOnlyList<object>> Failed { get; }

        protected override void OnRecoveryFailure(Exception reason, object? message = null) => Failed.TrySetException(reason);

        protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
        {
            _asker.Tell(new Answer(cause));
        }

        protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
            _asker.Tell(new Answer(new InvalidOperationException("It can never be written.", cause)));
    }
}
