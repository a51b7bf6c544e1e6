using Concurrency.Actors.Configuration;
using Concurrency.Actors.Storage;
using Npgsql;

namespace Concurrency.Actors.Tests.Storage;

public sealed class PostgresStoreTests(PostgresServer server) : StoreSpec, IClassFixture<PostgresServer>, IAsyncLifetime
{
    private string _connection = "";

    internal override StoreSettings Settings => At(_connection);

    public async Task InitializeAsync()
    {
        if (PostgresServer.Absence is null) _connection = await server.NewDatabaseAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [PostgresFact]
    public override Task What_was_stored_is_there_again() => base.What_was_stored_is_there_again();

    [PostgresFact]
    public override Task Pages_are_read_by_their_numbers() => base.Pages_are_read_by_their_numbers();

    [PostgresFact]
    public override Task A_stream_that_is_erased_is_gone_and_no_other_is() => base.A_stream_that_is_erased_is_gone_and_no_other_is();

    [PostgresFact]
    public override Task Of_two_who_write_to_a_stream_the_later_is_refused() => base.Of_two_who_write_to_a_stream_the_later_is_refused();

    [PostgresFact]
    public override Task Of_two_who_write_to_a_stream_the_later_is_refused_though_the_other_has_forgotten_what_its_snapshot_holds() =>
        base.Of_two_who_write_to_a_stream_the_later_is_refused_though_the_other_has_forgotten_what_its_snapshot_holds();

    [PostgresFact]
    public override Task A_stream_with_a_gap_is_not_taken_for_a_shorter_one() => base.A_stream_with_a_gap_is_not_taken_for_a_shorter_one();

    [PostgresFact]
    public override Task What_has_no_format_is_refused_for_good() => base.What_has_no_format_is_refused_for_good();

    [PostgresFact]
    public override Task An_event_that_is_not_what_was_stored_is_named() => base.An_event_that_is_not_what_was_stored_is_named();

    [PostgresFact]
    public async Task Seeds_that_start_at_once_make_the_tables_once()
    {
        var systems = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => new StoredSystem(Settings))));
        foreach (var system in systems)
        {
            await (await system.OpenAsync($"job-{system.GetHashCode()}")).StoreAsync(Page(1));
            await system.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Of_two_coordinators_that_take_over_one_is_refused()
    {
        await using var one = new StoredSystem(Settings);
        await using var other = new StoredSystem(Settings);
        StoredSystem.StreamOfEvents[] takers = [await one.OpenAsync(StreamNames.Register), await other.OpenAsync(StreamNames.Register)];
        var outcomes = await Task.WhenAll(takers.Select(taker => Record.ExceptionAsync(() => taker.StoreAsync(new TakenOver(1, DateTimeOffset.UnixEpoch)))));
        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Single(outcomes, outcome => outcome is StoreException && outcome.Message.StartsWith("Another coordinator has written", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task Tables_of_another_version_are_refused_and_left_alone()
    {
        await new StoredSystem(Settings).DisposeAsync();
        await ExecuteAsync("UPDATE concurrency.version SET number = 7");
        var refused = Assert.Throws<StoreException>(() => new StoredSystem(Settings));
        Assert.Contains("are kept in the way of version 7, and this program knows version 1 alone", refused.Message, StringComparison.Ordinal);
        Assert.Equal(7, await ExecuteAsync("SELECT max(number) FROM concurrency.version"));
    }

    [PostgresFact]
    public async Task What_is_wrong_with_the_way_there_is_said()
    {
        Assert.Contains("does not let us in", Refusal(_connection.Replace("secret", "wrong", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(
            $"There is no database nowhere at 127.0.0.1:{server.Port}: make it, or name another one in concurrency.store.postgresql.connection-string.",
            Refusal(server.Connection("nowhere")));
        Assert.Contains("does not let us in (No password", Refusal(_connection.Replace("Password=secret;", "", StringComparison.Ordinal)), StringComparison.Ordinal);
        foreach (var nobody in new[] { "Host=127.0.0.1;Port=1", "Host=no.such.host.invalid" })
        {
            var refused = Refusal($"{nobody};Username=postgres;Database=none");
            Assert.Contains("does not answer", refused, StringComparison.Ordinal);
            Assert.EndsWith(": see that it runs, and that concurrency.store.postgresql.connection-string says where.", refused, StringComparison.Ordinal);
        }

        await ExecuteAsync("CREATE USER poor PASSWORD 'poor'");
        Assert.Contains("does not let us keep jobs in it", Refusal(_connection.Replace("Username=postgres;Password=secret", "Username=poor;Password=poor", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [PostgresFact]
    public void A_connection_string_that_is_none_is_a_setting_that_cannot_be()
    {
        foreach (var text in new[] { "", "somewhere", "Host=127.0.0.1;Password=secret;Hots=x", "Username=me;Password=secret", "Host=127.0.0.1;Port=99999", "Host=127.0.0.1;Port=x" })
        {
            var refused = Assert.Throws<BadSettingException>(() => new StoredSystem(At(text)));
            Assert.StartsWith("concurrency.store.postgresql.connection-string is ", refused.Message, StringComparison.Ordinal);
            Assert.EndsWith(", such as Host=db.example;Username=concurrency;Password=...;Database=concurrency.", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("Parameter", refused.Message, StringComparison.Ordinal);
        }
    }

    [PostgresFact]
    public async Task A_database_that_was_gone_is_written_to_again()
    {
        await using var system = new StoredSystem(Settings);
        var stream = await system.OpenAsync("job-test-1");
        await stream.StoreAsync(Page(1));
        await server.StopAsync();
        try
        {
            var gone = await Assert.ThrowsAsync<StoreException>(() => stream.StoreAsync(Page(2)));
            Assert.StartsWith($"The {system.Storage.Place} ", gone.Message, StringComparison.Ordinal);
        }
        finally
        {
            await server.StartAsync();
        }

        var again = await system.OpenAsync("job-test-1");
        Assert.Equivalent(new[] { Page(1) }, again.Recovered, strict: true);
        await again.StoreAsync(Page(2));
    }

    private static StoreSettings At(string connection) =>
        StoredSystem.Settings($"concurrency.store {{ provider = postgresql, postgresql.connection-string = \"{connection}\" }}");

    private static string Refusal(string connection) => Assert.Throws<StoreException>(() => new StoredSystem(At(connection))).Message;

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_connection);
        return await source.CreateCommand(sql).ExecuteScalarAsync();
    }
}
