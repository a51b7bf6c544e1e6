using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;

namespace Concurrency.Actors.Storage;

/// <summary>The snapshots of Akka.Persistence.Sql, which writes them; they are read as <see cref="StoreJournal"/> reads events.</summary>
internal sealed class StoreSnapshots : SqlSnapshotStore
{
    private readonly JobStorage _storage;
    private readonly StoredPages _pages;

    public StoreSnapshots(Config config)
        : base(config)
    {
        _storage = Context.System.Settings.Setup.Get<StorageSetup>().Value.Storage;
        _pages = new(_storage.Database);
    }

    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) => StoreFaults.ToldAsync(_storage, async () =>
        await _pages.SnapshotAsync(persistenceId, criteria.MaxSequenceNr) is var (row, at)
            ? new SelectedSnapshot(new(persistenceId, row.Sequence, at), row.Event)
            : null);

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken) => StoreFaults.ToldAsync(_storage, async () =>
    {
        await base.SaveAsync(metadata, snapshot, cancellationToken);
        return true;
    });
}
