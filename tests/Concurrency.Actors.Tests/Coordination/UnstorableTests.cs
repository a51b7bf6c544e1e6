using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>What the store does not take, for a while or for ever.</summary>
public class UnstorableTests : StoredSpec
{
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
    public void A_job_that_can_never_be_stored_fails_with_the_reason_and_others_go_on()
    {
        var (job, other) = (Submit(units: 2, chunk: 1), Submit(units: 1, chunk: 1));
        var anna = new FakeWorker(this, "anna", slots: 3);
        var leases = anna.ExpectLeases(3);
        Store.Refuse(writes: 1);
        anna.Tell(leases.First(lease => lease.Job == job));
        AwaitAssert(() => Assert.Equal(JobStatus.Failed, AskAgain<JobReport>(new PullProgress(job)).Status), TimeSpan.FromSeconds(30));
        var report = AskAgain<JobReport>(new PullProgress(job));
        Assert.Equal(("what became of it cannot be stored: It has no format.", 0), (report.Reason, report.UnitsDone));
        anna.FinishAgain(leases.Single(lease => lease.Job == other));
        Assert.Equal(JobStatus.Completed, AskAgain<JobReport>(new PullProgress(other)).Status);
        Restart();
        Assert.Equal(JobStatus.Failed, AskAgain<JobReport>(new PullProgress(job)).Status);
    }

    [Fact]
    public void A_submission_that_can_never_be_stored_is_given_up()
    {
        var job = Ask<Opened>(NewOpen(new(0))).Job;
        Store.Refuse(writes: 1);
        Coordinator.Tell(new Page(job, 0, Items), Driver);
        AwaitAssert(() => AskAgain<UnknownJob>(CommitOf(job, Items)), TimeSpan.FromSeconds(30));
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
}
