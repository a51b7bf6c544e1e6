using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Tests.Driving;

/// <summary>A reader that is not heard of any more.</summary>
public class DeadReaderTests() : CoordinatedSpec("concurrency { job.unread-rows = 1KiB, driver.patience = 100ms }")
{
    [Fact]
    public async Task A_driver_that_dies_does_not_hold_its_job_for_ever()
    {
        var job = await SubmitAsync(Items(150));
        // It reads one page and is never heard of again, though the job is far from its end.
        await using var rows = Jobs.RowsAsync(job).GetAsyncEnumerator();
        Assert.True(await rows.MoveNextAsync());
        Assert.Equal(JobStatus.Completed, (await Jobs.WaitAsync(job).WaitAsync(TimeSpan.FromSeconds(60))).Status);
        // It was only asleep, and has missed nothing.
        var seen = rows.Current.Records.Count;
        while (await rows.MoveNextAsync()) seen += rows.Current.Records.Count;
        Assert.Equal(150, seen);
    }

    [Fact]
    public async Task A_reader_goes_on_where_another_left_off()
    {
        var job = await SubmitAsync(Items(150));
        var first = await Jobs.RowsAsync(job).FirstAsync();
        var rest = await Jobs.RowsAsync(job, first.Next).SelectMany(page => page.Records).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 150).Select(unit => (long)unit), first.Records.Concat(rest).Select(row => row.Unit).Order());
    }
}
