namespace Concurrency.Actors.Configuration;

/// <summary>What keeps jobs.</summary>
public enum StoreProvider
{
    Sqlite,

    PostgreSql,

    /// <summary>Nothing does: they are lost with their coordinator.</summary>
    Memory,
}

/// <summary>The settings under <c>concurrency.store</c>: where the coordinator keeps jobs.</summary>
public sealed record StoreSettings
{
    internal static IReadOnlyDictionary<string, StoreProvider> Providers { get; } = new Dictionary<string, StoreProvider>(StringComparer.Ordinal)
    {
        ["sqlite"] = StoreProvider.Sqlite,
        ["postgresql"] = StoreProvider.PostgreSql,
        ["memory"] = StoreProvider.Memory,
    };

    internal static IReadOnlyDictionary<string, bool> Synchronous { get; } =
        new Dictionary<string, bool>(StringComparer.Ordinal) { ["full"] = true, ["normal"] = false };

    public required StoreProvider Provider { get; init; }

    /// <summary>Of the SQLite file; null for one of the user's folders.</summary>
    public required string? Directory { get; init; }

    /// <summary>Whether what SQLite has acknowledged is on the disk, or with the operating system.</summary>
    public required bool IsSafeFromPowerCuts { get; init; }

    /// <summary>How long a SQLite file is looked through for damage at the start.</summary>
    public required TimeSpan CheckTime { get; init; }

    /// <summary>How long to wait for somebody else who has the SQLite file locked.</summary>
    public required TimeSpan LockPatience { get; init; }

    /// <summary>Of the PostgreSQL database; empty for none.</summary>
    public required string ConnectionString { get; init; }

    public required TimeSpan ConnectTimeout { get; init; }

    public required TimeSpan StatementTimeout { get; init; }

    /// <summary>Results that come alone wait until the last ones were begun to be stored so long ago.</summary>
    public required TimeSpan BatchInterval { get; init; }

    /// <summary>A snapshot of a stream is written after so many batches.</summary>
    public required int SnapshotEvery { get; init; }

    /// <summary>Bytes of memory for what was read or written last.</summary>
    public required long CacheBytes { get; init; }

    /// <summary>Bytes in the store for jobs that are over.</summary>
    public required long KeptBytes { get; init; }

    /// <summary>How long a job is remembered that is over.</summary>
    public required TimeSpan KeptFor { get; init; }

    /// <summary>How long a job that is over stays in memory without a question.</summary>
    public required TimeSpan UnaskedTime { get; init; }

    /// <summary>Before what failed is tried again; doubled every time.</summary>
    public required TimeSpan RetryDelay { get; init; }

    public required TimeSpan LongestRetryDelay { get; init; }

    /// <summary>Without what stands in the connection string, which may be a password.</summary>
    public override string ToString() => $"{Provider} {Directory}";
}
