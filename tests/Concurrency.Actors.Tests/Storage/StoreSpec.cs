using Concurrency.Actors.Configuration;
using Concurrency.Actors.Storage;
using Concurrency.Core;
using static Concurrency.Actors.Storage.JobEvents;
using static Concurrency.Actors.Storage.RegisterEvents;

namespace Concurrency.Actors.Tests.Storage;

/// <summary>What holds for every database that jobs can be kept in.</summary>
public abstract class StoreSpec
{
    private const string Stream = "job-test-1";

    internal abstract StoreSettings Settings { get; }

    public virtual async Task What_was_stored_is_there_again()
    {
        await using (var system = new StoredSystem(Settings))
        {
            var stream = await system.OpenAsync(Stream);
            Assert.Empty(stream.Recovered);
            foreach (var stored in StoredSamples.All.Values) await stream.StoreAsync(stored);
            await (await system.OpenAsync("job-other")).StoreAsync(Page(1));
        }

        await using (var system = new StoredSystem(Settings))
        {
            var stream = await system.OpenAsync(Stream);
            Assert.Equivalent(StoredSamples.All.Values, stream.Recovered, strict: true);
            await stream.SnapshotAsync(StoredSamples.All[typeof(StoredJob)]);
            await stream.StoreAllAsync([Page(5), Page(6)]);
        }

        await using (var system = new StoredSystem(Settings))
        {
            Assert.Equivalent(
                new[] { StoredSamples.All[typeof(StoredJob)], Page(5), Page(6) }, (await system.OpenAsync(Stream)).Recovered, strict: true);
        }
    }

    public virtual async Task Pages_are_read_by_their_numbers()
    {
        await using var system = new StoredSystem(Settings);
        await (await system.OpenAsync(Stream)).StoreAllAsync([.. Enumerable.Range(0, 300).Select(Page)]);
        Assert.Equivalent(Enumerable.Range(9, 200).Select(Page), await system.Pages.ReadAsync(Stream, 10, 209), strict: true);
        Assert.Equivalent(new[] { Page(299) }, await system.Pages.ReadAsync(Stream, 300, 300), strict: true);
        var missing = await Assert.ThrowsAsync<MissingEventsException>(() => system.Pages.ReadAsync(Stream, 300, 301));
        Assert.Contains($"Of the stream '{Stream}', events 300 to 301 are not all there", missing.Message, StringComparison.Ordinal);
    }

    public virtual async Task A_stream_that_is_erased_is_gone_and_no_other_is()
    {
        await using var system = new StoredSystem(Settings);
        var (one, other) = (await system.OpenAsync(Stream), await system.OpenAsync("job-other"));
        await one.StoreAllAsync([.. Enumerable.Range(0, 300).Select(Page)]);
        await one.SnapshotAsync(Page(1));
        await other.StoreAsync(Page(7));
        await other.SnapshotAsync(Page(8));
        await system.Pages.EraseAsync(Stream);
        await system.Pages.EraseAsync("never heard of");
        Assert.Empty((await system.OpenAsync(Stream)).Recovered);
        Assert.Equivalent(new[] { Page(8) }, (await system.OpenAsync("job-other")).Recovered, strict: true);
        Assert.Equivalent(new[] { Page(7) }, await system.Pages.ReadAsync("job-other", 1, 1), strict: true);
    }

    public virtual async Task Of_two_who_write_to_a_stream_the_later_is_refused()
    {
        await using var system = new StoredSystem(Settings);
        var zombie = await system.OpenAsync(StreamNames.Register);
        await zombie.StoreAsync(new JobErased(new("test-1")));
        var successor = await system.OpenAsync(StreamNames.Register);
        await successor.StoreAsync(new TakenOver(2, DateTimeOffset.UnixEpoch));
        var refused = await Assert.ThrowsAsync<StoreException>(() => zombie.StoreAsync(new JobErased(new("test-2"))));
        Assert.Equal("Another coordinator has written to the store since: this one is not the coordinator any more.", refused.Message);
        Assert.Equivalent(
            new IStoredEvent[] { new JobErased(new("test-1")), new TakenOver(2, DateTimeOffset.UnixEpoch) },
            (await system.OpenAsync(StreamNames.Register)).Recovered,
            strict: true);
    }

    public virtual async Task Of_two_who_write_to_a_stream_the_later_is_refused_though_the_other_has_forgotten_what_its_snapshot_holds()
    {
        await using var system = new StoredSystem(Settings);
        var zombie = await system.OpenAsync(StreamNames.Register);
        await zombie.StoreAllAsync([Erased(1), Erased(2)]);
        var successor = await system.OpenAsync(StreamNames.Register);
        await successor.StoreAsync(new TakenOver(2, DateTimeOffset.UnixEpoch));
        await successor.StoreAllAsync([.. Enumerable.Range(3, 200).Select(Erased)]);
        await successor.SnapshotAsync(Page(1));
        await system.Pages.ForgetAsync(StreamNames.Register, 203);

        await Assert.ThrowsAsync<StoreException>(() => zombie.StoreAsync(Erased(9)));
        Assert.Equivalent(new IStoredEvent[] { new TakenOver(2, DateTimeOffset.UnixEpoch) }, await system.Pages.ReadAsync(StreamNames.Register, 3, 3), strict: true);
        await Assert.ThrowsAsync<MissingEventsException>(() => system.Pages.ReadAsync(StreamNames.Register, 3, 4));
        // Its numbers go on where they were.
        await successor.StoreAsync(Erased(300));
        var next = await system.OpenAsync(StreamNames.Register);
        Assert.Equivalent(new IStoredEvent[] { Page(1), Erased(300) }, next.Recovered, strict: true);
        await next.StoreAsync(Erased(301));
        Assert.Equivalent(new[] { Erased(202), Erased(300), Erased(301) }, await system.Pages.ReadAsync(StreamNames.Register, 203, 205), strict: true);
    }

    public virtual async Task A_stream_with_a_gap_is_not_taken_for_a_shorter_one()
    {
        await using var system = new StoredSystem(Settings);
        await (await system.OpenAsync(StreamNames.Register)).StoreAllAsync([.. Enumerable.Range(1, 5).Select(Erased)]);
        // Of a snapshot that is not there yet.
        await system.Pages.ForgetAsync(StreamNames.Register, 5);
        Assert.Contains("are not all there", (await Assert.ThrowsAsync<MissingEventsException>(() => system.OpenAsync(StreamNames.Register))).Message, StringComparison.Ordinal);
    }

    public virtual async Task What_has_no_format_is_refused_for_good()
    {
        await using var system = new StoredSystem(Settings);
        var stream = await system.OpenAsync(Stream);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stream.StoreAsync(new Formless()));
        await stream.StoreAsync(Page(1));
    }

    public virtual async Task An_event_that_is_not_what_was_stored_is_named()
    {
        await using var system = new StoredSystem(Settings);
        await (await system.OpenAsync(Stream)).StoreAsync(Page(1));
        using (var connection = system.Storage.Database.Connect())
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"UPDATE {system.Storage.Database.Prefix}journal SET manifest = 'job-sold'";
            command.ExecuteNonQuery();
        }

        var refused = await Assert.ThrowsAsync<StoreException>(() => system.OpenAsync(Stream));
        Assert.Equal(
            $"Event 1 of the stream '{Stream}' in {system.Storage.Place} cannot be read: this program does not know of events named 'job-sold'. "
            + "Bring a backup back, or use the program that wrote it.",
            refused.Message);
    }

    private static JobErased Erased(int number) => new(new($"test-{number}"));

    private sealed record Formless : IStoredEvent;

    internal static PageAdded Page(int number) => new(number, [Payload.FromText($"item {number}")]);
}
