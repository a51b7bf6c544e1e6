using Concurrency.Actors.Coordination;
using Concurrency.Actors.Storage;
using Concurrency.Core;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Tests.Coordination;

public class SnapshotPaceTests
{
    [Fact]
    public void A_small_one_is_due_after_so_many_events()
    {
        var pace = new SnapshotPace(every: 3);
        for (var snapshots = 0; snapshots < 5; snapshots++)
        {
            for (var events = 0; events < 3; events++)
            {
                Assert.False(pace.IsDue);
                pace.Wrote(Page(bytes: 1));
            }

            Assert.True(pace.IsDue);
            pace.Took(Page(bytes: 1));
        }
    }

    [Fact]
    public void Large_events_count_for_several()
    {
        var pace = new SnapshotPace(every: 3);
        pace.Wrote(Page(bytes: 200_000));
        Assert.True(pace.IsDue);
    }

    [Fact]
    public void All_of_them_take_no_more_than_the_events_however_many_there_are_and_the_last_one()
    {
        var pace = new SnapshotPace(every: 10);
        var (written, taken, last, count) = (0L, 0L, 0L, 0);
        for (var events = 1; events <= 10_000; events++)
        {
            pace.Wrote(Page(bytes: 100));
            written += StoredSizes.Of(Page(bytes: 100));
            if (!pace.IsDue) continue;
            // Each event adds to all of the later snapshots.
            pace.Took(Page(bytes: 20 * events));
            taken += last = StoredSizes.Of(Page(bytes: 20 * events));
            count++;
        }

        Assert.InRange(taken - last, 0, written);
        // And so few events are read again, compared with the snapshot before them.
        Assert.InRange(count, 20, 100);
    }

    private static PageAdded Page(int bytes) => new(0, [new Payload(new byte[bytes])]);
}
