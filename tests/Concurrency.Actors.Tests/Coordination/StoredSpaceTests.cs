using Akka.Event;
using Concurrency.Actors.Storage;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>How much is written of jobs, and what is erased again.</summary>
public class StoredSpaceTests : StoredSpec
{
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
    public void Snapshots_take_about_as_much_room_as_what_happened_however_long_that_is()
    {
        var job = SubmitItems(items: 120, chunk: 1);
        RunAll(new FakeWorker(this, "anna", slots: 1), job);
        var name = StreamNames.Of(job);
        var events = Store.Of(name).Sum(happened => StoredFormats.Write(happened).Length);
        Assert.InRange(Store.SnapshotBytes[name], 1, 2 * events);
    }

    [Fact]
    public void The_register_forgets_what_its_snapshot_holds_and_an_old_coordinator_is_still_refused()
    {
        var old = Coordinator;
        Begin();
        for (var jobs = 0; jobs < 20; jobs++) AskAgain<JobReport>(new Cancel(Submit(units: 1, chunk: 1)));
        var last = SubmittedJobs[^3..];
        // Of each job that it was opened, that it was over, and for most that they were forgotten and erased; of that what came since the last snapshot.
        AwaitAssert(() => Assert.InRange(Store.Of(StreamNames.Register).Count, 2, 40), TimeSpan.FromSeconds(30));
        Assert.Equal([1, 2], Store.Of(StreamNames.Register).OfType<TakenOver>().Select(over => over.Epoch));
        var now = Coordinator;

        var errors = CreateTestProbe();
        Sys.EventStream.Subscribe(errors, typeof(Error));
        Coordinator = old;
        Coordinator.Tell(NewOpen(new(1)), Driver);
        Assert.StartsWith("Another coordinator has taken the jobs over", $"{errors.ExpectMsg<Error>(TimeSpan.FromSeconds(30)).Message}", StringComparison.Ordinal);

        Coordinator = now;
        Restart();
        Assert.Equal(last, AskAgain<JobPage>(new ListJobs(0)).Jobs.Select(job => job.Job));
    }

    [Fact]
    public void What_an_old_coordinator_writes_of_a_job_that_was_erased_is_nothing_to_anybody()
    {
        var job = Submit(units: 2, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 2);
        var leases = anna.ExpectLeases(2);
        var old = Coordinator;
        Begin();
        AskAgain<JobReport>(new Cancel(job));
        AskAgain<Deleted>(new Delete(job));
        AwaitAssert(() => Assert.IsType<RegisterEvents.JobErased>(Store.Of(StreamNames.Register)[^1]), TimeSpan.FromSeconds(30));
        var now = Coordinator;

        // The numbers of the stream are free again. It finds out when the job is over, at the latest.
        var errors = CreateTestProbe();
        Sys.EventStream.Subscribe(errors, typeof(Error));
        Coordinator = old;
        anna.Finish(leases[0]);
        Assert.NotEmpty(Store.Of(StreamNames.Of(job)));
        anna.Tell(leases[1]);
        Assert.StartsWith("Another coordinator has taken the jobs over", $"{errors.ExpectMsg<Error>(TimeSpan.FromSeconds(30)).Message}", StringComparison.Ordinal);

        Coordinator = now;
        AskAgain<UnknownJob>(new Show(job));
        Restart();
        AskAgain<UnknownJob>(new Show(job));
        Assert.Empty(AskAgain<JobPage>(new ListJobs(0)).Jobs);
    }
}
