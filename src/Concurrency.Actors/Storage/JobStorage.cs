using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using Concurrency.Actors.Configuration;

namespace Concurrency.Actors.Storage;

/// <summary>
/// Where the coordinator of one actor system keeps jobs. The system is made with what this says; this is opened when the system's address is
/// known, and closed when the system has ended.
/// </summary>
public sealed class JobStorage : IDisposable
{
    private readonly StoreSettings _settings;
    private readonly MultiDataOptionsSetup _options = new();
    private JobDatabase? _database;

    private JobStorage(StoreSettings settings) => _settings = settings;

    /// <summary>For users: the file, or what the database is called.</summary>
    public string Place => Database.Place;

    internal JobDatabase Database => _database ?? throw new InvalidOperationException("The store is not open.");

    /// <summary>Reads what is stored.</summary>
    internal StoredPages Pages => new(Database);

    /// <summary>What the system has to be configured with.</summary>
    internal Config Configuration => ConfigurationFiles.Overlay(_settings.Provider == StoreProvider.Sqlite ? "sqlite" : "postgresql")
        .WithFallback(ConfigurationFiles.Overlay("store")).WithFallback(SqlPersistence.DefaultConfiguration);

    /// <summary>What the system has to be set up with.</summary>
    internal IReadOnlyList<Setup> Setups => [_options, new StorageSetup(this)];

    /// <summary>As the settings say; null for in memory.</summary>
    internal static JobStorage? Of(StoreSettings settings) => settings.Provider == StoreProvider.Memory ? null : new(settings);

    /// <summary>A file in a folder; null for in memory.</summary>
    internal static JobStorage? In(string? folder, StoreSettings settings) =>
        folder is null ? null : new(settings with { Provider = StoreProvider.Sqlite, Directory = folder });

    /// <summary>Opens the database, or makes it.</summary>
    /// <param name="folder">Of a SQLite file, where the settings name none.</param>
    /// <exception cref="StoreException">It cannot be used; nothing of it was changed.</exception>
    /// <exception cref="BadSettingException">A setting cannot be.</exception>
    internal void Open(string folder)
    {
        _database = _settings.Provider == StoreProvider.Sqlite
            ? new SqliteDatabase(Path.GetFullPath(_settings.Directory ?? folder), _settings)
            : new PostgresDatabase(_settings);
        _database.Open();
        _options.AddDataOptions("akka.persistence.journal.sql", _database.Options);
        _options.AddDataOptions("akka.persistence.snapshot-store.sql", _database.Options);
    }

    /// <summary>Opens one whose settings name a folder; the system ends if that cannot be.</summary>
    /// <exception cref="StoreException">It cannot be used; nothing of it was changed.</exception>
    internal static void OpenOrEnd(JobStorage? storage, ActorSystem system)
    {
        try
        {
            storage?.Open(folder: "");
        }
        catch
        {
            _ = system.Terminate();
            storage?.Dispose();
            throw;
        }
    }

    /// <summary>Nobody uses it any more.</summary>
    public void Dispose() => _database?.Dispose();
}

/// <summary>How the parts of an actor system find the storage that it was made with.</summary>
internal sealed class StorageSetup(JobStorage storage) : Setup
{
    public JobStorage Storage => storage;
}
