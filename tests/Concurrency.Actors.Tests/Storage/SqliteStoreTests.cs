using Concurrency.Actors.Configuration;

namespace Concurrency.Actors.Tests.Storage;

public sealed class SqliteStoreTests : StoreSpec, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal override StoreSettings Settings => StoredSystem.Sqlite(_folder.Name);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public override Task What_was_stored_is_there_again() => base.What_was_stored_is_there_again();

    [Fact]
    public override Task Pages_are_read_by_their_numbers() => base.Pages_are_read_by_their_numbers();

    [Fact]
    public override Task A_stream_that_is_erased_is_gone_and_no_other_is() => base.A_stream_that_is_erased_is_gone_and_no_other_is();

    [Fact]
    public override Task Of_two_who_write_to_a_stream_the_later_is_refused() => base.Of_two_who_write_to_a_stream_the_later_is_refused();

    [Fact]
    public override Task Of_two_who_write_to_a_stream_the_later_is_refused_though_the_other_has_forgotten_what_its_snapshot_holds() =>
        base.Of_two_who_write_to_a_stream_the_later_is_refused_though_the_other_has_forgotten_what_its_snapshot_holds();

    [Fact]
    public override Task A_stream_with_a_gap_is_not_taken_for_a_shorter_one() => base.A_stream_with_a_gap_is_not_taken_for_a_shorter_one();

    [Fact]
    public override Task What_has_no_format_is_refused_for_good() => base.What_has_no_format_is_refused_for_good();

    [Fact]
    public override Task An_event_that_is_not_what_was_stored_is_named() => base.An_event_that_is_not_what_was_stored_is_named();
}
