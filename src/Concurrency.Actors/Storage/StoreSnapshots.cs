using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;

namespace Concurrency.Actors.Storage;

/// <summary>The snapshots of Akka.Persistence.Sql, which writes them; they are read as <see cref="StoreJournal"/> reads events.</summary>
internal sealed class StoreSnapshots : SqlSnapshotStore
{
    private readonly JobDatabase _database;
    private readonly StoredPages _pages;

    public StoreSnapshots(Config config)
        : base(config)
    {
        _database = Context.System.Settings.Setup.Get<StorageSetup>().Value.Storage.Database;
        _pages = new(_database);
    }

    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) => StoreFaults.ToldAsync(_database, async () =>
        await _pages.SnapshotAsync(persistenceId, criteria.MaxSequenceNr) is var (row, at)
            ? new SelectedSnapshot(new(persistenceId, row.Sequence, at), row.Event)
            : null);

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken) => StoreFaults.ToldAsync(_database, async () =>
    {
        await base.SaveAsync(metadata, snapshot, cancellationToken);
        return true;
    });
}
