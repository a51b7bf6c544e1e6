using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Concurrency.Actors.Storage;

/// <summary>An event with its number in its stream.</summary>
internal readonly record struct StoredRow(long Sequence, IStoredEvent Event);

/// <summary>Reads the store with statements of its own: nothing is compiled for them, and rows come one by one however many there are.</summary>
internal sealed class StoredPages(JobDatabase database) : IStoredPages
{
    /// <summary>Rows erased in one transaction, so that a writer waits for milliseconds.</summary>
    private const int ErasedAtOnce = 64;

    private readonly DiskThreads _threads = new(most: 4);

    public Task<IReadOnlyList<IStoredEvent>> ReadAsync(string persistenceId, long from, long to) => RunAsync<IReadOnlyList<IStoredEvent>>(async () =>
    {
        var read = new List<IStoredEvent>((int)Math.Min(to - from + 1, 1024));
        await foreach (var row in StreamAsync(persistenceId, from, to)) read.Add(row.Event);
        return read.Count == to - from + 1 ? read : throw new MissingEventsException(persistenceId, from, to, database.Place);
    });

    /// <summary>The events that are there, in order.</summary>
    public async IAsyncEnumerable<StoredRow> StreamAsync(string persistenceId, long from, long to, [EnumeratorCancellation] CancellationToken cancelled = default)
    {
        await using var connection = database.Connect();
        await using var command = Command(
            connection,
            $"SELECT sequence_number, manifest, identifier, message FROM {database.Prefix}journal WHERE persistence_id = @stream AND sequence_number BETWEEN @from AND @to ORDER BY sequence_number",
            ("@stream", persistenceId),
            ("@from", from),
            ("@to", to));
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
            yield return new(reader.GetInt64(0), Decode(reader, persistenceId, reader.GetInt64(0)));
    }

    /// <summary>The number of the last event; 0 when there is none.</summary>
    public async Task<long> LastAsync(string persistenceId)
    {
        await using var connection = database.Connect();
        await using var command = Command(connection, $"SELECT max(sequence_number) FROM {database.Prefix}journal WHERE persistence_id = @stream", ("@stream", persistenceId));
        return await command.ExecuteScalarAsync() is long last ? last : 0;
    }

    /// <summary>The last snapshot of those up to a number; null when there is none.</summary>
    /// <returns>It, and when it was taken, in ticks.</returns>
    public async Task<(StoredRow Row, DateTime At)?> SnapshotAsync(string persistenceId, long upTo)
    {
        await using var connection = database.Connect();
        await using var command = Command(
            connection,
            $"SELECT sequence_number, manifest, serializer_id, snapshot, created FROM {database.Prefix}snapshot WHERE persistence_id = @stream AND sequence_number <= @to ORDER BY sequence_number DESC LIMIT 1",
            ("@stream", persistenceId),
            ("@to", upTo));
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync()
            ? (new(reader.GetInt64(0), Decode(reader, persistenceId, reader.GetInt64(0))), new DateTime(reader.GetInt64(4), DateTimeKind.Utc))
            : null;
    }

    public Task EraseAsync(string persistenceId) => RunAsync(async () =>
    {
        await using var connection = database.Connect();
        await using (var command = Command(connection, $"DELETE FROM {database.Prefix}snapshot WHERE persistence_id = @stream", ("@stream", persistenceId)))
            await command.ExecuteNonQueryAsync();
        return await EraseAsync(connection, "persistence_id = @stream", ("@stream", persistenceId));
    });

    public Task ForgetAsync(string persistenceId, long before) => RunAsync(async () =>
    {
        await using var connection = database.Connect();
        return await EraseAsync(
            connection,
            "persistence_id = @stream AND sequence_number < @before AND manifest <> @kept",
            ("@stream", persistenceId),
            ("@before", before),
            ("@kept", StoredFormats.ManifestOf<TakenOver>()));
    });

    private IStoredEvent Decode(DbDataReader reader, string persistenceId, long sequence)
    {
        try
        {
            if (reader.GetInt32(2) != StoreSerializer.Number) throw new FormatException($"serializer {reader.GetInt32(2)} is not known");
            return StoredFormats.Read(reader.GetFieldValue<byte[]>(3), reader.GetString(1));
        }
        catch (Exception e) when (e is not DbException)
        {
            // Bytes can be wrong in more ways than there are exceptions to foresee.
            throw new StoreException($"Event {sequence} of the stream '{persistenceId}' in {database.Place} cannot be read: {e.Message}. Bring a backup back, or use the program that wrote it.", e) { IsDamage = true };
        }
    }

    private Task<T> RunAsync<T>(Func<Task<T>> ask) => _threads.RunAsync(() => StoreFaults.ToldAsync(database, ask));

    /// <summary>Some at a time.</summary>
    private async Task<bool> EraseAsync(DbConnection connection, string which, params (string Name, object Value)[] values)
    {
        var some = $"""
            DELETE FROM {database.Prefix}journal WHERE ordering IN
            (SELECT ordering FROM {database.Prefix}journal WHERE {which} ORDER BY sequence_number LIMIT {ErasedAtOnce})
            """;
        await using var command = Command(connection, some, values);
        while (await command.ExecuteNonQueryAsync() == ErasedAtOnce)
        {
            // There may be more.
        }

        database.Shrink(connection);
        return true;
    }

    private static DbCommand Command(DbConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
