using Concurrency.Actors.Driving;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Driving;

/// <summary>Readers that come together, late, slowly, or not at all.</summary>
public class ReaderTests() : CoordinatedSpec("""
    concurrency.job.unread-rows = 1KiB
    concurrency.coordinator { kept-rows = 20KiB, liveness-interval = 50ms }
    """)
{
    [Fact]
    public async Task Several_readers_and_one_that_comes_when_all_is_over_each_get_every_row()
    {
        var job = await SubmitAsync(Items(150));
        var other = new JobClient(Coordinator, Settings);
        var both = await Task.WhenAll(ReadAsync(Jobs, job), ReadAsync(other, job));
        Assert.Equal(JobStatus.Completed, (await Jobs.WaitAsync(job)).Status);
        foreach (var units in both.Append(await ReadAsync(other, job))) Assert.Equal(Enumerable.Range(0, 150).Select(unit => (long)unit), units.Order());
        var summary = (await Jobs.ShowAsync(job)).Summary;
        Assert.Equal((150, 150), (summary.Rows, summary.RowsKept));
    }

    [Fact]
    public async Task A_job_whose_rows_are_too_many_waits_for_a_reader_and_says_so()
    {
        var job = await SubmitAsync(Items(2000));
        await AwaitAssertAsync(async () => Assert.True((await Jobs.ShowAsync(job)).Summary.WaitsForReader));
        var held = (await Jobs.ShowAsync(job)).Summary;
        Assert.Equal(JobStatus.Running, held.Status);
        // What was leased by then, up to 66 chunks of 10, is done all the same.
        Assert.InRange(held.UnitsDone, 200, 900);
        Assert.Equal(held.Rows, held.RowsKept);
        await AwaitAssertAsync(async () => Assert.True((await Jobs.ListAsync().SingleAsync()).WaitsForReader));

        Assert.Equal(Enumerable.Range(0, 2000).Select(unit => (long)unit), (await ReadAsync(Jobs, job)).Order());
        var end = (await Jobs.ShowAsync(job)).Summary;
        Assert.Equal((JobStatus.Completed, false, 2000), (end.Status, end.WaitsForReader, end.Rows));
    }

    [Fact]
    public async Task A_list_goes_up_to_the_gap_while_a_unit_is_slow_and_holds_nothing_up()
    {
        // Far more comes after the slow unit than may wait for a reader.
        var slow = new TaskCompletionSource();
        OnRun = chunk => chunk.Range.Contains(20) ? new(slow.Task) : default;
        var job = await SubmitAsync(Items(1000));
        await using var list = Jobs.RowsAsync(job, view: RowView.Listed).GetAsyncEnumerator();
        var seen = new List<UnitRecord>();
        while (await list.MoveNextAsync())
        {
            seen.AddRange(list.Current.Records);
            // Only by asking on does a reader say that it has what came.
            if (slow.Task.IsCompleted || seen.Count < 20 || list.Current.Records.Count > 0) continue;
            Assert.Equal((20, 20, true), (seen.Count, list.Current.Next, list.Current.Gap));
            var summary = (await Jobs.ShowAsync(job)).Summary;
            Assert.False(summary.WaitsForReader);
            if (summary.UnitsDone == 990) slow.SetResult();
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(unit => (long)unit), seen.Select(record => record.Unit));
        Assert.Equal(JobStatus.Completed, (await Jobs.WaitAsync(job)).Status);
    }

    [Fact]
    public async Task Notices_come_without_records_and_a_list_without_notices()
    {
        // Items of more than 15 bytes come back as notices too.
        var job = await SubmitAsync(Items(50, bytes: 20));
        var notices = await Jobs.RowsAsync(job, view: RowView.Notices).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 50).Select(unit => (long)unit), notices.SelectMany(page => page.Notices).Select(notice => notice.Unit).Order());
        Assert.Empty(notices.SelectMany(page => page.Records));
        var list = await Jobs.RowsAsync(job, view: RowView.Listed).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 50).Select(unit => (long)unit), list.SelectMany(page => page.Records).Select(record => record.Unit));
        Assert.Empty(list.SelectMany(page => page.Notices));
    }

    [Fact]
    public async Task A_job_waits_for_a_reader_of_its_list_too()
    {
        var job = await SubmitAsync(Items(2000));
        await using var list = Jobs.RowsAsync(job, view: RowView.Listed).GetAsyncEnumerator();
        Assert.True(await list.MoveNextAsync());
        await AwaitAssertAsync(async () => Assert.True((await Jobs.ShowAsync(job)).Summary.WaitsForReader));
        var seen = list.Current.Records.Select(record => record.Unit).ToList();
        while (await list.MoveNextAsync()) seen.AddRange(list.Current.Records.Select(record => record.Unit));
        Assert.Equal(Enumerable.Range(0, 2000).Select(unit => (long)unit), seen);
    }

    [Fact]
    public async Task Rows_of_the_job_that_was_over_first_make_room_and_who_comes_late_is_told()
    {
        var warnings = CreateTestProbe();
        Sys.EventStream.Subscribe(warnings, typeof(Akka.Event.Warning));
        var old = await EndAsync(150);
        var young = await EndAsync(150);
        await AwaitAssertAsync(async () => Assert.InRange((await Jobs.ShowAsync(old)).Summary.RowsKept, 0, 149));
        var summary = (await Jobs.ShowAsync(old)).Summary;
        Assert.Equal(150, summary.Rows);
        Assert.StartsWith($"Rows of the job {old}, which is over, are dropped", warnings.ExpectMsg<Akka.Event.Warning>().Message.ToString(), StringComparison.Ordinal);

        var pages = await Jobs.RowsAsync(old).ToListAsync();
        Assert.Equal(150, pages.Sum(page => page.Missed + page.Records.Count));
        Assert.Equal(summary.RowsKept, pages.Sum(page => page.Records.Count));
        Assert.Equal(150, (await ReadAsync(Jobs, young)).Count);

        // What is left of the input of a job goes the same way.
        await Jobs.DeleteAsync(young);
        Assert.Equal(150, (await Jobs.ShowAsync(await EndAsync(150))).Summary.RowsKept);
        warnings.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Running_jobs_that_nobody_reads_wait_together_and_a_job_that_is_read_goes_on()
    {
        var (one, other) = (await SubmitAsync(Items(1000)), await SubmitAsync(Items(1000)));
        foreach (var job in new[] { one, other })
            await AwaitAssertAsync(async () => Assert.True((await Jobs.ShowAsync(job)).Summary.WaitsForReader));
        Assert.Equal(1000, (await ReadAsync(Jobs, await SubmitAsync(Items(1000)))).Count);
        await Jobs.CancelAsync(one);
        await Jobs.DeleteAsync(one);
        Assert.Equal(1000, (await ReadAsync(Jobs, other)).Count);
    }

    [Fact]
    public async Task A_job_whose_input_had_to_go_cannot_be_retried()
    {
        OnRun = _ => throw new InvalidOperationException("no");
        var job = await SubmitAsync(Items(150, bytes: 100));
        Assert.Equal(JobStatus.Failed, (await Jobs.WaitAsync(job)).Status);
        OnRun = _ => default;
        await EndAsync(150);
        await EndAsync(150);
        var refused = await AwaitAsync(() => Jobs.RetryAsync(job));
        Assert.Equal($"The input of the job {job} had to make room for the rows of others; submit the job anew.", refused.Message);
    }

    private static async Task<BadJobException> AwaitAsync(Func<Task> refused) => await Assert.ThrowsAsync<BadJobException>(refused);

    private static async Task<List<long>> ReadAsync(JobClient driver, JobId job) =>
        await driver.RowsAsync(job).SelectMany(page => page.Missed == 0 ? page.Records : throw new InvalidOperationException($"{page.Missed} rows are missing"))
            .Select(row => row.Unit).ToListAsync();

    private async Task<JobId> EndAsync(int rows)
    {
        var job = await SubmitAsync(Items(rows));
        Assert.Equal(JobStatus.Completed, (await Jobs.WaitAsync(job)).Status);
        return job;
    }
}
