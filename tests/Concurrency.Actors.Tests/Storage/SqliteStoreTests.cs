using Concurrency.Actors.Configuration;

namespace Concurrency.Actors.Tests.Storage;

public sealed class SqliteStoreTests : StoreSpec, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal override StoreSettings Settings => StoredSystem.Sqlite(_folder.Name);

    public void Dispose() => _folder.Dispose();
}
