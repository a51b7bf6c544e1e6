using Akka.Event;
using Concurrency.Actors.Storage;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>What becomes of jobs when their coordinator is gone, and another begins on the same store.</summary>
public class StoredJobsTests : StoredSpec
{
    private static readonly Payload[] Items = [Payload.FromText("one"), Payload.FromText("two"), Payload.FromText("an item of some length")];

    [Fact]
    public void What_is_done_stays_done_and_what_is_held_is_adopted()
    {
        var job = Submit(units: 10, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 2);
        var leases = anna.ExpectLeases(3);
        anna.Finish(leases[0]);
        leases.AddRange(anna.ExpectLeases(1));
        var before = Ask<JobDetails>(new Show(job)).Report;
        Restart();
        var after = AskAgain<JobDetails>(new Show(job)).Report;
        Assert.Equal((1, 1), (after.UnitsDone, after.Chunks));
        Assert.True(after.Elapsed > before.Elapsed, $"{after.Elapsed} is not later than {before.Elapsed}");

        // Before anybody else has a lease, anna says what she has; she is given nothing of it again.
        anna.SayHello([.. leases.Skip(1)]);
        foreach (var lease in leases.Skip(1)) anna.Finish(lease);
        var ranges = leases.Select(lease => lease.Range).ToList();
        while (ranges.Count < 10)
        {
            var next = anna.ExpectLeases(1)[0];
            Assert.DoesNotContain(next.Range, ranges);
            ranges.Add(next.Range);
            anna.Finish(next);
        }

        var report = AskAgain<JobReport>(new PullProgress(job));
        Assert.Equal((JobStatus.Completed, 10, 0), (report.Status, report.Chunks, report.Retries));
        Assert.Equal(new(10, 45), UnitSum.Decode(report.Total));
    }

    [Fact]
    public void Nothing_is_settled_before_it_is_stored()
    {
        var job = Submit(units: 2, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 2);
        var leases = anna.ExpectLeases(2);
        Store.Hold();
        Store.ForgetWrites();
        anna.Tell(leases[0]);
        Store.ExpectWrite();
        anna.ExpectNothingSettled();
        Crash();
        Store.Release();
        Restart();

        // Nothing of it was stored, or nobody was told: she says it again, and it counts once.
        anna.SayHello();
        foreach (var lease in leases) anna.FinishAgain(lease);
        var report = AskAgain<JobReport>(new PullProgress(job));
        Assert.Equal((JobStatus.Completed, new UnitSum(2, 1)), (report.Status, UnitSum.Decode(report.Total)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_write_that_fails_is_done_later_and_once(bool afterwards)
    {
        var job = Submit(units: 4, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 1);
        for (var i = 0; i < 4; i++)
        {
            Store.Fail(writes: 1, afterwards);
            anna.Finish(anna.ExpectLeases(1)[0]);
        }

        Assert.Equal(new(4, 6), UnitSum.Decode(AskAgain<JobReport>(new PullProgress(job)).Total));
        Restart();
        var report = AskAgain<JobReport>(new PullProgress(job));
        Assert.Equal((JobStatus.Completed, 4, new UnitSum(4, 6)), (report.Status, report.Chunks, UnitSum.Decode(report.Total)));
    }

    [Fact]
    public void A_job_that_is_over_is_listed_at_once_and_begun_when_somebody_asks()
    {
        var job = SubmitItems(key: "nightly");
        var anna = new FakeWorker(this, "anna", slots: 1);
        RunAll(anna, job);
        var (before, rows) = (AskAgain<JobReport>(new PullProgress(job)), Rows(job));
        Restart();

        var listed = Assert.Single(AskAgain<JobPage>(new ListJobs(0)).Jobs);
        Assert.Equal((job, JobStatus.Completed, "nightly", 3, before.Elapsed), (listed.Job, listed.Status, listed.Key, listed.UnitsDone, listed.Elapsed));
        Assert.Equivalent(before, AskAgain<JobReport>(new PullProgress(job)));
        Assert.Equivalent(rows, Rows(job));
        Assert.Equal(4, rows.Records.Count + rows.Notices.Count);
        Assert.Equal(listed, AskAgain<JobDetails>(new Show(job)).Summary);
    }

    [Fact]
    public void Whoever_reads_rows_that_are_damaged_is_told_so()
    {
        var job = SubmitItems();
        RunAll(new FakeWorker(this, "anna", slots: 1), job);
        Restart();
        Store.Damage = "Event 2 of the stream is damaged.";
        foreach (var view in Enum.GetValues<RowView>()) Assert.Equal(Store.Damage, AskAgain<Refused>(new PullRows(job, 0, "me", view)).Sentence);
    }

    [Fact]
    public void A_list_goes_up_to_the_same_gap_after_a_restart_as_before_and_to_the_end_when_the_job_is_over()
    {
        var items = Enumerable.Range(0, 12).Select(unit => Payload.FromText($"unit {unit}")).ToArray();
        var job = Ask<Opened>(NewOpen(new(0), chunk: 1)).Job;
        Ask<PageTaken>(new Page(job, 0, items));
        Ask<Committed>(CommitOf(job, items));
        var anna = new FakeWorker(this, "anna", slots: 12);
        var leases = anna.ExpectLeases(12).OrderBy(lease => lease.Range.From).ToList();
        foreach (var unit in new[] { 1, 0, 2, 11, 4, 3, 6, 9, 8 }) anna.FinishWithRows(leases[unit]);
        Expect("0 1 2 3 4 6 8 9 11", gap: 5, listed: "0 1 2 3 4");
        Restart();
        Expect("0 1 2 3 4 6 8 9 11", gap: 5, listed: "0 1 2 3 4");

        anna.SayHello(leases[5], leases[7], leases[10]);
        anna.FinishWithRows(leases[5]);
        Expect("0 1 2 3 4 5 6 8 9 11", gap: 7, listed: "0 1 2 3 4 5 6");
        AskAgain<JobReport>(new Cancel(job));
        Restart();
        Expect("0 1 2 3 4 5 6 8 9 11", gap: null, listed: "0 1 2 3 4 5 6 8 9 11");

        void Expect(string done, long? gap, string listed)
        {
            var completed = AskAgain<RowPage>(new PullRows(job, 0, "me"));
            Assert.Equal(done, UnitsOf(completed.Records.OrderBy(record => record.Unit)));
            var page = AskAgain<RowPage>(new PullRows(job, 0, "I", RowView.Listed));
            Assert.Equal((listed, gap is not null, gap is null, gap ?? 12), (UnitsOf(page.Records), page.Gap, page.End, page.Next));
        }

        string UnitsOf(IEnumerable<UnitRecord> records) => string.Join(' ', records.Select(record => record.Unit));
    }

    [Fact]
    public void The_same_key_is_the_same_job_after_a_restart_too()
    {
        var open = NewOpen(new(0), key: "nightly");
        var job = Ask<Opened>(open).Job;
        Ask<PageTaken>(new Page(job, 0, Items));
        Restart();
        Assert.Equal(new(job, Existing: false, Pages: 1), AskAgain<Opened>(open));
        Assert.Equal(new(job, Existing: true, Pages: 1), AskAgain<Opened>(NewOpen(new(0), key: "nightly")));
        AskAgain<Refused>(new Commit(job, 3, 7));
        // That was the end of it, so the key is free.
        Assert.NotEqual(job, AskAgain<Opened>(NewOpen(new(0), key: "nightly")).Job);
    }

    [Fact]
    public void A_job_goes_on_taking_its_input()
    {
        var open = NewOpen(new(0));
        var job = Ask<Opened>(open).Job;
        Ask<PageTaken>(new Page(job, 0, [Items[0]]));
        Restart();
        AskAgain<PageTaken>(new Page(job, 0, [Items[0]]));
        AskAgain<PageTaken>(new Page(job, 1, Items[1..]));
        Assert.Equal(3, AskAgain<Committed>(CommitOf(job, Items)).Units);
        var anna = new FakeWorker(this, "anna", slots: 1);
        Restart();
        anna.SayHello();
        RunAll(anna, job);
        Assert.Equal(Items.Select(item => item.AsText()), Rows(job).Records.Select(record => record.Body.AsText()), StringComparer.Ordinal);
    }

    [Fact]
    public void A_job_that_was_deleted_is_gone_with_everything_that_was_stored_of_it()
    {
        var job = SubmitItems();
        Ask<JobReport>(new Cancel(job));
        Ask<Deleted>(new Delete(job));
        Ask<UnknownJob>(new Show(job));
        Restart();
        AskAgain<UnknownJob>(new Show(job));
        AwaitAssert(() => Assert.Empty(Store.Of(StreamNames.Of(job))), TimeSpan.FromSeconds(30));
        AwaitAssert(() => Assert.IsType<RegisterEvents.JobErased>(Store.Of(StreamNames.Register)[^1]), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void The_jobs_that_were_over_first_are_forgotten_first_whoever_saw_them_end()
    {
        var jobs = Enumerable.Range(0, 3).Select(_ => Submit(units: 1, chunk: 1)).ToList();
        foreach (var job in jobs) Ask<JobReport>(new Cancel(job));
        Restart();
        Assert.Equal(3, AskAgain<JobPage>(new ListJobs(0)).Jobs.Count);
        var last = Submit(units: 1, chunk: 1);
        Ask<JobReport>(new Cancel(last));
        Ask<UnknownJob>(new Show(jobs[0]));
        Restart();
        Assert.Equal([jobs[1], jobs[2], last], AskAgain<JobPage>(new ListJobs(0)).Jobs.Select(job => job.Job));
        AwaitAssert(() => Assert.Empty(Store.Of(StreamNames.Of(jobs[0]))), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Attempts_are_remembered_and_the_unit_at_fault_is_named()
    {
        var job = Submit(units: 2, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 1);
        for (var failures = 0; failures < 3; failures++)
        {
            Lend lease;
            while ((lease = anna.ExpectLeases(1)[0]).Range.From != 0) anna.Finish(lease);
            Assert.Equal(failures + 1, lease.Attempt);
            anna.Fail(lease, $"poison {failures}");
            anna.Expect(new Settled(job, lease.Lease));
            Restart();
            anna.Forget();
            anna.SayHello();
        }

        var report = AskAgain<JobReport>(new PullProgress(job));
        while (!report.Status.IsOver())
        {
            anna.Finish(anna.ExpectLeases(1)[0]);
            report = AskAgain<JobReport>(new PullProgress(job));
        }

        Assert.Equal((UnitRange.Of(0), "poison 2", 3), (report.Failed[0].Range, report.Failed[0].Reason, report.Failed[0].Attempts));
        Assert.Equal((JobStatus.CompletedWithFailures, 1), (report.Status, report.UnitsDone));

        // A retry is remembered too, and by its request.
        Assert.Equal(JobStatus.Running, AskAgain<JobReport>(new Retry(job, "again")).Status);
        Restart();
        anna.Forget();
        anna.SayHello();
        anna.Finish(anna.ExpectLeases(1)[0]);
        Assert.Equal(JobStatus.Completed, AskAgain<JobReport>(new PullProgress(job)).Status);
        Restart();
        Assert.Equal(JobStatus.Completed, AskAgain<JobReport>(new Retry(job, "again")).Status);
    }

    [Fact]
    public void A_job_comes_back_from_a_snapshot_and_what_came_after_it()
    {
        var job = SubmitItems(items: 40, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 1);
        for (var restarts = 0; restarts < 3; restarts++)
        {
            for (var i = 0; i < 11; i++) anna.FinishWithRows(anna.ExpectLeases(1)[0]);
            var name = StreamNames.Of(job);
            AwaitAssert(() => Assert.True(Store.Snapshots.ContainsKey(name)), TimeSpan.FromSeconds(30));
            Assert.InRange(Store.Snapshots[name].Metadata.SequenceNr, 2, Store.Of(name).Count);
            Restart();
            anna.Forget();
            anna.SayHello();
        }

        RunAll(anna, job);
        var report = AskAgain<JobReport>(new PullProgress(job));
        Assert.Equal((JobStatus.Completed, 40, 0, new UnitSum(40, 780)), (report.Status, report.Chunks, report.Retries, UnitSum.Decode(report.Total)));
        Assert.Equal(Enumerable.Range(0, 40).Select(unit => (long)unit), Rows(job).Records.Select(record => record.Unit).Order());
    }

    [Fact]
    public void Nobody_is_told_that_a_job_is_unknown_while_it_comes_back()
    {
        var job = Submit(units: 1, chunk: 1);
        Crash();
        Store.Hold();
        Begin();
        Coordinator.Tell(new PullProgress(job), Driver);
        Coordinator.Tell(new Show(job), Driver);
        Store.Release();
        Assert.Equal(JobStatus.Running, Driver.ExpectMsg<JobDetails>(TimeSpan.FromSeconds(30)).Report.Status);
    }

    [Fact]
    public void A_coordinator_that_was_taken_over_changes_nothing_any_more_and_says_nothing()
    {
        var job = Submit(units: 2, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 2);
        var leases = anna.ExpectLeases(2);
        var old = Coordinator;
        Begin();
        Assert.Equal(0, AskAgain<JobDetails>(new Show(job)).Report.UnitsDone);

        var (stored, register) = (Store.Of(StreamNames.Of(job)).Count, Store.Of(StreamNames.Register).Count);
        var now = Coordinator;
        var errors = CreateTestProbe();
        Sys.EventStream.Subscribe(errors, typeof(Error));
        Coordinator = old;
        anna.Tell(leases[0]);
        Assert.StartsWith("Another coordinator has taken the jobs over", $"{errors.ExpectMsg<Error>(TimeSpan.FromSeconds(30)).Message}", StringComparison.Ordinal);
        anna.ExpectNothingSettled();
        Assert.Equal((stored, register), (Store.Of(StreamNames.Of(job)).Count, Store.Of(StreamNames.Register).Count));

        Coordinator = now;
        anna.SayHello(leases[1]);
        foreach (var lease in leases) anna.FinishAgain(lease);
        Assert.Equal(new(2, 1), UnitSum.Decode(AskAgain<JobReport>(new PullProgress(job)).Total));
    }

    [Fact]
    public void What_the_coordinator_before_wrote_last_counts_even_if_it_comes_just_before_it_is_taken_over()
    {
        var job = Submit(units: 2, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 1);
        anna.Finish(anna.ExpectLeases(1)[0]);
        Crash();
        Store.Delay(StreamNames.Of(job));
        Begin();
        Assert.Equal(1, AskAgain<JobDetails>(new Show(job)).Report.UnitsDone);

        var other = Ask<Opened>(NewOpen(new(1))).Job;
        Crash();
        Store.Delay(StreamNames.Register);
        Begin();
        Assert.Equal([job, other], AskAgain<JobPage>(new ListJobs(0)).Jobs.Select(listed => listed.Job));
        // And it is stored that there is another now, which is the third.
        Assert.Equal([1, 2, 3], Store.Of(StreamNames.Register).OfType<TakenOver>().Select(over => over.Epoch));
    }

    [Fact]
    public void A_retry_is_answered_when_it_is_in_the_register_too()
    {
        var job = Submit(units: 1, chunk: 1);
        Ask<JobReport>(new Cancel(job));
        AwaitAssert(() => Assert.IsType<RegisterEvents.JobOver>(Store.Of(StreamNames.Register)[^1]), TimeSpan.FromSeconds(30));
        Assert.Equal(JobStatus.Running, AskAgain<JobReport>(new Retry(job, "again")).Status);
        Assert.Equal(new RegisterEvents.JobResumed(job), Store.Of(StreamNames.Register)[^1]);

        // So it goes on by itself.
        Restart();
        var anna = new FakeWorker(this, "anna", slots: 1);
        anna.Finish(anna.ExpectLeases(1)[0]);
    }

    [Fact]
    public void A_job_that_cannot_be_made_out_is_left_as_it_is_and_can_be_deleted()
    {
        var job = Submit(units: 2, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 1);
        anna.Finish(anna.ExpectLeases(1)[0]);
        Crash();
        Store.Repeat(StreamNames.Of(job));
        Begin();
        Assert.StartsWith($"The job {job} cannot be made out of what is stored: ", AskAgain<Refused>(new Show(job)).Sentence, StringComparison.Ordinal);
        AskAgain<Deleted>(new Delete(job));
    }

    [Fact]
    public void Whoever_submits_while_the_store_fails_is_told_why_and_can_when_it_works_again()
    {
        Ask<JobPage>(new ListJobs(0));
        Store.Fail(writes: int.MaxValue);
        Coordinator.Tell(NewOpen(new(1)), Driver);
        AwaitAssert(() => Assert.Equal("The disk is full.", AskAgain<Refused>(NewOpen(new(1))).Sentence), TimeSpan.FromSeconds(30));
        Store.Fail(writes: 0);
        AwaitAssert(() => Assert.IsType<Opened>(AskAgain<object>(NewOpen(new(1)))), TimeSpan.FromSeconds(30));
    }

    private JobId SubmitItems(string? key = null)
    {
        var job = Ask<Opened>(NewOpen(new(0), key: key)).Job;
        Ask<PageTaken>(new Page(job, 0, Items));
        Ask<Committed>(CommitOf(job, Items));
        return job;
    }

    private JobId SubmitItems(int items, long chunk)
    {
        Payload[] all = [.. Enumerable.Range(0, items).Select(item => Payload.FromText($"{item}"))];
        var job = Ask<Opened>(NewOpen(new(0), chunk)).Job;
        foreach (var (number, page) in all.Chunk(7).Index()) Ask<PageTaken>(new Page(job, number, page));
        Ask<Committed>(CommitOf(job, all));
        return job;
    }

    private RowPage Rows(JobId job)
    {
        var page = AskAgain<RowPage>(new PullRows(job, 0, "me"));
        return page.End ? page : throw new InvalidOperationException($"only {page.Next} rows");
    }

    private void RunAll(FakeWorker worker, JobId job)
    {
        while (!AskAgain<JobReport>(new PullProgress(job)).Status.IsOver()) worker.FinishWithRows(worker.ExpectLeases(1)[0]);
    }

    private static Commit CommitOf(JobId job, IEnumerable<Payload> items)
    {
        var digest = new Protocol.InputDigest();
        foreach (var item in items) digest.Add(item);
        return new(job, digest.Items, digest.Value);
    }
}
