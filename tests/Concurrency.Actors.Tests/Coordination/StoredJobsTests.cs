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
    public void That_a_job_comes_back_again_and_again_to_no_end_is_said()
    {
        var job = Submit(units: 2, chunk: 1);
        var warnings = CreateTestProbe();
        Sys.EventStream.Subscribe(warnings, typeof(Warning));
        for (var returns = 1; returns <= 4; returns++)
        {
            Assert.DoesNotContain(Said(), said => said.Contains($"{job}", StringComparison.Ordinal));
            Restart();
        }

        Assert.Contains(Said(), said => said.StartsWith($"The job {job} has come back 4 times in a row, and none of its units was done", StringComparison.Ordinal));
        var anna = new FakeWorker(this, "anna", slots: 1);
        anna.Finish(anna.ExpectLeases(1)[0]);
        Restart();
        Assert.DoesNotContain(Said(), said => said.Contains($"{job}", StringComparison.Ordinal));

        // Whatever the job has said when it is back.
        List<string> Said()
        {
            ActorOf(job);
            var said = new List<string>();
            while (warnings.ReceiveOne(TimeSpan.Zero) is Warning warning) said.Add($"{warning.Message}");
            return said;
        }
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
}
