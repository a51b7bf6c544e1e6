using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>What a coordinator can tell of the jobs that it knows, and what becomes of them on request.</summary>
public class KnownJobsTests() : CoordinatorSpec(
    workerSilence: "10m", "concurrency.driver { progress-interval = 10ms, try-timeout = 50ms, answer-timeout = 300ms }\nconcurrency.coordinator.finished-jobs = 3")
{
    [Fact]
    public void Jobs_are_listed_in_the_order_submitted_with_what_there_is_to_say_of_each()
    {
        var before = TimeProvider.System.GetUtcNow();
        var open = new Open(new("test", Workload.Encode(new(10)), ChunkUnits: 1, Priority: 7), "request", "nightly");
        var waiting = Ask<Opened>(open).Job;
        var running = Submit(units: 10, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 2);
        anna.Finish(anna.ExpectLeases(3)[0]);

        IReadOnlyList<JobSummary> jobs = [];
        AwaitAssert(() => Assert.Equal(1, (jobs = Ask<JobPage>(new ListJobs(0)).Jobs)[1].UnitsDone));
        Assert.Equal([waiting, running], jobs.Select(job => job.Job));
        Assert.Equal(("nightly", 7, true, JobStatus.Running, "test"), (jobs[0].Key, jobs[0].Priority, jobs[0].TakesInput, jobs[0].Status, jobs[0].Workload));
        Assert.Equal((null, 10, false, JobStatus.Running, 10, 1), (jobs[1].Key, jobs[1].Priority, jobs[1].TakesInput, jobs[1].Status, jobs[1].Units, jobs[1].Chunks));
        Assert.InRange(jobs[0].Submitted, before, TimeProvider.System.GetUtcNow());
        Assert.True(jobs[0].Submitted <= jobs[1].Submitted);

        // Its time runs on, though nothing happens to it.
        Assert.True(Ask<JobPage>(new ListJobs(0)).Jobs[1].Elapsed > jobs[1].Elapsed);

        Ask<JobReport>(new Cancel(running));
        var over = Ask<JobPage>(new ListJobs(1));
        Assert.Equal((JobStatus.Cancelled, 1), (Assert.Single(over.Jobs).Status, over.Jobs[0].UnitsDone));
        Assert.Equal(over.Jobs[0].Elapsed, Ask<JobPage>(new ListJobs(1)).Jobs[0].Elapsed);
        Assert.Equal(over.Jobs[0], Ask<JobDetails>(new Show(running)).Summary);
    }

    [Fact]
    public void Jobs_that_are_over_are_forgotten_oldest_first_and_those_that_run_are_not()
    {
        var running = Submit(units: 1, chunk: 1);
        var over = Enumerable.Range(0, 4).Select(_ => Submit(units: 1, chunk: 1)).ToList();
        foreach (var job in over) Ask<JobReport>(new Cancel(job));
        Assert.Equal([running, .. over.Skip(1)], Ask<JobPage>(new ListJobs(0)).Jobs.Select(job => job.Job));
        Ask<UnknownJob>(new Show(over[0]));

        // One that is deleted leaves its place to another.
        Ask<Deleted>(new Delete(over[1]));
        Ask<JobReport>(new Cancel(running));
        Assert.Equal([running, .. over.Skip(2)], Ask<JobPage>(new ListJobs(0)).Jobs.Select(job => job.Job));
    }

    [Fact]
    public void A_job_that_is_retried_runs_what_is_not_done_and_once_for_each_request()
    {
        var job = Submit(units: 4, chunk: 4);
        var anna = new FakeWorker(this, "anna", slots: 1);
        RunAll(anna, job, poison: 2);
        var failed = Report(job);
        Assert.Equal((JobStatus.CompletedWithFailures, 3), (failed.Status, failed.UnitsDone));

        var again = Ask<JobReport>(new Retry(job, "first"));
        Assert.Equal((JobStatus.Running, 3, 0), (again.Status, again.UnitsDone, again.Failed.Count));
        Assert.Equal(JobStatus.Running, Ask<JobReport>(new Retry(job, "first")).Status);
        Assert.Equal(JobStatus.Running, Assert.Single(Ask<JobPage>(new ListJobs(0)).Jobs).Status);
        RunAll(anna, job, poison: 2);
        Assert.Equal(JobStatus.CompletedWithFailures, Report(job).Status);
        // The first request comes once more, late.
        Assert.Equal(JobStatus.CompletedWithFailures, Ask<JobReport>(new Retry(job, "first")).Status);

        Ask<JobReport>(new Retry(job, "second"));
        RunAll(anna, job, poison: null);
        var end = Report(job);
        Assert.Equal((JobStatus.Completed, new UnitSum(4, 6)), (end.Status, UnitSum.Decode(end.Total)));
        Assert.Equal($"Every unit of the job {job} is done; there is nothing to retry.", Ask<Refused>(new Retry(job, "third")).Sentence);
    }

    [Fact]
    public void A_cancelled_job_can_be_retried_and_is_remembered_as_one_that_runs()
    {
        var job = Submit(units: 2, chunk: 1);
        Ask<JobReport>(new Cancel(job));
        Ask<JobReport>(new Retry(job, "request"));
        // So many are over after it that it would be forgotten if it counted as one of them.
        foreach (var _ in Enumerable.Range(0, 5)) Ask<JobReport>(new Cancel(Submit(units: 1, chunk: 1)));
        var anna = new FakeWorker(this, "anna", slots: 1);
        foreach (var lease in anna.ExpectLeases(2)) anna.Finish(lease);
        Assert.Equal(JobStatus.Completed, Report(job).Status);
    }

    private void RunAll(FakeWorker worker, JobId job, long? poison)
    {
        while (!Report(job).Status.IsOver())
        {
            var lease = worker.ExpectLeases(1)[0];
            if (poison is { } unit && lease.Range.Contains(unit)) worker.Fail(lease, "poison");
            else worker.Finish(lease);
        }
    }
}
