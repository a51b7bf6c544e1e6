using System.Data.Common;
using Concurrency.Actors.Configuration;
using LinqToDB;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Concurrency.Actors.Storage;

/// <summary>A SQLite file of one process, which has its folder to itself for as long as it runs.</summary>
/// <param name="folder">Made if it is not there.</param>
internal sealed class SqliteDatabase(string folder, StoreSettings settings) : JobDatabase
{
    private const string FileName = "jobs.db";

    /// <summary>The first of the file's header says whose it is: <c>conc</c>.</summary>
    private const long ApplicationId = 0x636F6E63;

    private const string Schema =
        """
        CREATE TABLE journal (
          ordering INTEGER PRIMARY KEY AUTOINCREMENT, created BIGINT NOT NULL, deleted BIT NOT NULL, persistence_id NVARCHAR(255) NOT NULL,
          sequence_number BIGINT NOT NULL, message BLOB NOT NULL, manifest NVARCHAR(500) NOT NULL, identifier INT, tags NVARCHAR(100), writer_uuid NVARCHAR(128));
        CREATE UNIQUE INDEX journal_uq ON journal (persistence_id, sequence_number);
        CREATE TABLE snapshot (
          persistence_id NVARCHAR(255) NOT NULL, sequence_number BIGINT NOT NULL, created BIGINT NOT NULL, snapshot BLOB NOT NULL,
          manifest NVARCHAR(500) NOT NULL, serializer_id INT, PRIMARY KEY (persistence_id, sequence_number));
        """;

    private readonly string _file = Path.Combine(folder, FileName);
    private FileStream? _lock;

    public override string Place => _file;

    public override string Overlay => "sqlite";

    public override string Prefix => "";

    public override DataOptions Options => new DataOptions()
        .UseConnectionString("SQLite.MS", ConnectionString(_file))
        .UseAfterConnectionOpened(Prepare, (connection, _) =>
        {
            Prepare(connection);
            return Task.CompletedTask;
        });

    /// <exception cref="StoreException">The file is another process's, is damaged or is none of ours; or the folder cannot be written to.</exception>
    public override void Open()
    {
        Lock();
        try
        {
            if (Directory.Exists(_file))
                throw new StoreException($"'{_file}' is a folder, where the file with the jobs should be: take it away, or choose another folder with --data.");
            if (!File.Exists(_file)) Create();
            Check();
            // What could not be written to would be found out by the first job else.
            using var connection = Connect();
            Run(connection, $"BEGIN IMMEDIATE; PRAGMA user_version = {Version}; COMMIT");
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException(Sentence(fault, isRunning: false)!, fault);
        }
    }

    public override DbConnection Connect()
    {
        var connection = new SqliteConnection(ConnectionString(_file));
        try
        {
            connection.Open();
            Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override void Shrink(DbConnection connection) => Run(connection, "PRAGMA incremental_vacuum");

    protected override string? Sentence(Exception fault, bool isRunning = true) => fault switch
    {
        SqliteException sqlite => SqliteFaults.Sentence(sqlite.SqliteErrorCode, sqlite.Message, _file, isRunning),
        IOException or UnauthorizedAccessException when Blocking() is { } file => $"'{file}' is a file, so there can be no folder for jobs, '{folder}': choose another one with --data.",
        UnauthorizedAccessException => $"The folder for jobs, '{folder}', cannot be written to: see that the user of this process may write to it, or choose another one with --data.",
        IOException => $"The folder for jobs, '{folder}', cannot be made or used ({fault.Message.TrimEnd('.')}): choose another one with --data.",
        _ => null,
    };

    protected override bool IsDamage(Exception fault) => fault is SqliteException sqlite && SqliteFaults.IsDamage(sqlite.SqliteErrorCode);

    /// <summary>The file is whole and nobody's then, so that a copy of it is a backup.</summary>
    public override void Dispose()
    {
        using (var connection = new SqliteConnection(ConnectionString(_file))) SqliteConnection.ClearPool(connection);
        _lock?.Dispose();
    }

    private string ConnectionString(string file, SqliteOpenMode mode = SqliteOpenMode.ReadWrite, bool pooling = true) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = mode,
        Pooling = pooling,
        DefaultTimeout = (int)Math.Ceiling(settings.LockPatience.TotalSeconds),
    }.ToString();

    /// <summary>What SQLite does not remember from one connection to the next.</summary>
    private void Prepare(DbConnection connection) => Run(
        connection,
        $"PRAGMA synchronous = {(settings.IsSafeFromPowerCuts ? "FULL" : "NORMAL")}; PRAGMA busy_timeout = {settings.LockPatience.TotalMilliseconds:0}");

    /// <summary>Held until the process ends, however it does.</summary>
    private void Lock()
    {
        try
        {
            Directory.CreateDirectory(folder);
            _lock = new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (IsTaken(taken))
        {
            throw new StoreException($"The jobs in '{folder}' are another process's, which is running: end it first, or choose another folder with --data.", taken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StoreException(Sentence(fault, isRunning: false) ?? $"The folder for jobs, '{folder}', cannot be used: {fault.Message}", fault);
        }
    }

    /// <summary>A file where the folder should be, or a folder on the way to it; null when there is none.</summary>
    private string? Blocking()
    {
        for (var path = folder; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path)) return path;
        }

        return null;
    }

    /// <summary>Sharing violation on Windows; elsewhere that the lock would have to be waited for.</summary>
    private static bool IsTaken(IOException fault) =>
        OperatingSystem.IsWindows() ? (fault.HResult & 0xFFFF) is 32 or 33 : fault is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && fault.HResult is 11 or 35;

    /// <summary>Under another name, so that there is all of it or nothing under its own.</summary>
    private void Create()
    {
        if (File.Exists($"{_file}-wal"))
            throw new StoreException($"'{_file}' is gone, but not '{_file}-wal', which has what was written to it last: bring the file back, or take both away.");
        var beginning = $"{_file}.new";
        foreach (var left in Directory.EnumerateFiles(folder, $"{FileName}.new*")) File.Delete(left);
        using (var connection = new SqliteConnection(ConnectionString(beginning, SqliteOpenMode.ReadWriteCreate, pooling: false)))
        {
            connection.Open();
            // Free pages can be given back; and pages are large, because most of what is stored is.
            Run(connection, "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL");
            Run(connection, $"BEGIN; {Schema} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; COMMIT");
            // Kept in the file. Readers do not wait for the writer then, nor it for them, and a commit is one write.
            Run(connection, "PRAGMA journal_mode = WAL");
        }

        File.Move(beginning, _file);
    }

    /// <summary>Looks at the file without writing to it: what is damaged stays as it is.</summary>
    private void Check()
    {
        if (new FileInfo(_file).Length == 0)
            throw new StoreException($"'{_file}' is empty, but was not when it was made. It is left as it is: bring a backup back, or take it away.");
        // With a log beside it the system may have gone down in the middle of a page of the file, and the log has that page.
        var isWithoutLog = new FileInfo($"{_file}-wal") is not { Exists: true, Length: > 0 };
        string[] beside = [$"{_file}-wal", $"{_file}-shm"];
        var appeared = beside.Where(file => !File.Exists(file)).ToList();
        var isOurs = false;
        try
        {
            using var connection = new SqliteConnection(ConnectionString(_file, SqliteOpenMode.ReadOnly, pooling: false));
            connection.Open();
            if (Number(connection, "PRAGMA application_id") != ApplicationId)
                throw new StoreException($"'{_file}' is a database of some other program. It is left as it is: choose another folder with --data.");
            if (Number(connection, "PRAGMA user_version") is var version && version != Version)
            {
                throw new StoreException(
                    $"The jobs in '{_file}' are kept in the way of version {version}, and this program knows version {Version} alone. They are left as they are: "
                    + "use the program that wrote them, or choose another folder with --data.");
            }

            if (((isWithoutLog ? MissingEnd(connection) : null) ?? MissingTables(connection) ?? Damage(connection)) is { } damage)
                throw new StoreException($"'{_file}' is damaged ({damage}). It is left as it is: bring a backup back, or choose another folder with --data.");
            isOurs = true;
        }
        finally
        {
            // To look makes these, and does not clear them away.
            if (!isOurs) appeared.ForEach(File.Delete);
        }
    }

    /// <summary>SQLite writes whole pages, but reads zeros where the last one is not all there, and an empty page of zeros looks whole.</summary>
    private string? MissingEnd(SqliteConnection connection) =>
        new FileInfo(_file).Length % Number(connection, "PRAGMA page_size") == 0 ? null : "its end is missing";

    private static string? MissingTables(SqliteConnection connection) =>
        Number(connection, "SELECT count(*) FROM sqlite_master WHERE name IN ('journal', 'journal_uq', 'snapshot')") == 3 ? null : "a table of it is missing";

    /// <returns>What is wrong with the file; null when nothing was found in the time that there is.</returns>
    private string? Damage(SqliteConnection connection)
    {
        using var timer = new Timer(_ => raw.sqlite3_interrupt(connection.Handle), state: null, settings.CheckTime, Timeout.InfiniteTimeSpan);
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            return command.ExecuteScalar() is string said and not "ok" ? said.ReplaceLineEndings(" ") : null;
        }
        catch (SqliteException interrupted) when (interrupted.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            return null;
        }
    }

    private static void Run(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
