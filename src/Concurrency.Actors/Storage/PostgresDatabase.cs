using System.Data.Common;
using System.Net.Sockets;
using Concurrency.Actors.Configuration;
using LinqToDB;
using Npgsql;

namespace Concurrency.Actors.Storage;

/// <summary>A PostgreSQL database that several seeds share. The tables are in a schema of their own.</summary>
internal sealed class PostgresDatabase : JobDatabase
{
    /// <summary>Seeds that start at once wait for one another with it, so that one of them makes the tables.</summary>
    private const long CreationLock = 0x636F6E63;

    private const string Schema =
        """
        CREATE SCHEMA IF NOT EXISTS concurrency;
        CREATE TABLE concurrency.version (number integer NOT NULL);
        CREATE TABLE concurrency.journal (
          ordering bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, created bigint NOT NULL, deleted boolean NOT NULL, persistence_id varchar(255) NOT NULL,
          sequence_number bigint NOT NULL, message bytea NOT NULL, manifest varchar(500) NOT NULL, identifier integer, tags varchar(100), writer_uuid varchar(128),
          CONSTRAINT journal_uq UNIQUE (persistence_id, sequence_number));
        CREATE TABLE concurrency.snapshot (
          persistence_id varchar(255) NOT NULL, sequence_number bigint NOT NULL, created bigint NOT NULL, snapshot bytea NOT NULL,
          manifest varchar(500) NOT NULL, serializer_id integer, PRIMARY KEY (persistence_id, sequence_number));
        """;

    private readonly NpgsqlDataSource _source;

    /// <exception cref="BadSettingException">There is no connection string, or it is none.</exception>
    public PostgresDatabase(StoreSettings settings)
    {
        if (settings.ConnectionString.Length == 0) throw Bad("is not set; it says where the database is");
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
            {
                Timeout = Seconds(settings.ConnectTimeout),
                CommandTimeout = Seconds(settings.StatementTimeout),
                ApplicationName = "concurrency",
            };
            if (string.IsNullOrEmpty(connection.Host)) throw Bad("is without its Host; it says where the database is");
            if (connection.Port is < 1 or > ushort.MaxValue) throw Bad($"is with a Port of {connection.Port}, but they go from 1 to {ushort.MaxValue}; it says where the database is");
            // The way to a database that is gone without a word is found out.
            if (connection.KeepAlive == 0) connection.KeepAlive = Seconds(settings.ConnectTimeout);
            _source = NpgsqlDataSource.Create(connection);
            Place = $"database {connection.Database ?? connection.Username} at {connection.Host}:{connection.Port}";
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            // Not what it is, since there may be a password in it; but which of its parts is meant.
            var at = e.Message.IndexOf(" (Parameter", StringComparison.Ordinal);
            throw Bad($"is no connection string{(at > 0 ? $" ({e.Message[..at]})" : "")}; it says where the database is");
        }
    }

    public override string Place { get; }

    public override string Overlay => "postgresql";

    public override string Prefix => "concurrency.";

    public override DataOptions Options => new DataOptions().UseConnectionString("PostgreSQL.15", "").UseConnectionFactory(
        LinqToDB.DataProvider.PostgreSQL.PostgreSQLTools.GetDataProvider(LinqToDB.DataProvider.PostgreSQL.PostgreSQLVersion.v15), _ => _source.CreateConnection());

    public override void Open()
    {
        try
        {
            using var connection = Connect();
            using var transaction = connection.BeginTransaction();
            Run(connection, $"SELECT pg_advisory_xact_lock({CreationLock})");
            if (Number(connection, "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'concurrency' AND table_name = 'version'") == 0)
                Run(connection, $"{Schema} INSERT INTO concurrency.version VALUES ({Version})");
            if (Number(connection, "SELECT max(number) FROM concurrency.version") is var version && version != Version)
            {
                throw new StoreException(
                    $"The jobs in the {Place} are kept in the way of version {version}, and this program knows version {Version} alone. They are left as they are: "
                    + "use the program that wrote them, or another database.");
            }

            transaction.Commit();
        }
        catch (Exception fault) when (Sentence(fault, isRunning: false) is { } sentence)
        {
            throw new StoreException(sentence, fault);
        }
    }

    public override DbConnection Connect() => _source.OpenConnection();

    protected override string? Sentence(Exception fault, bool isRunning = true) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            $"The {Place} does not let us in ({refused.MessageText}): see to Username and Password in concurrency.store.postgresql.connection-string.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"There is no {Place}: make it, or name another one in concurrency.store.postgresql.connection-string.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
            $"The {Place} does not let us keep jobs in it ({refused.MessageText}): grant the user CREATE on it.",
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => "Another coordinator has written to the store since: this one is not the coordinator any more.",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => $"The disk of the {Place} is full: make room there, {(isRunning ? "and jobs go on by themselves" : "and start again")}.",
        PostgresException other => $"The {Place} refuses: {other.MessageText}.",
        // Its server was found, and something else does not suit, such as that it wants a password and there is none.
        NpgsqlException { InnerException: null } when !isRunning => $"The {Place} does not let us in ({fault.Message.TrimEnd('.')}): see to concurrency.store.postgresql.connection-string.",
        NpgsqlException or SocketException or TimeoutException =>
            $"The {Place} does not answer ({(fault.InnerException ?? fault).Message.TrimEnd('.')}): {(isRunning ? "jobs go on by themselves when it does" : "see that it runs, and that concurrency.store.postgresql.connection-string says where")}.",
        _ => null,
    };

    public override void Dispose() => _source.Dispose();

    private static BadSettingException Bad(string how) =>
        new($"concurrency.store.postgresql.connection-string {how}, such as Host=db.example;Username=concurrency;Password=...;Database=concurrency.");

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

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
        return Convert.ToInt64(command.ExecuteScalar());
    }
}
