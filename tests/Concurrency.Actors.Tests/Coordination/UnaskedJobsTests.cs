using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>Jobs that are over and stored, and that nobody asks for.</summary>
public class UnaskedJobsTests() : StoredSpec("concurrency.store.unasked-time = 300ms")
{
    [Fact]
    public void A_job_that_is_over_is_in_memory_only_while_somebody_asks_for_it()
    {
        var job = Submit(units: 1, chunk: 1);
        var running = ActorOf(job);
        Assert.Equal(JobStatus.Cancelled, AskAgain<JobReport>(new Cancel(job)).Status);
        Watch(running);
        ExpectTerminated(running, TimeSpan.FromSeconds(30));

        Assert.Equal(JobStatus.Cancelled, AskAgain<JobReport>(new PullProgress(job)).Status);
        Assert.Equal(JobStatus.Running, AskAgain<JobReport>(new Retry(job, "again")).Status);
        var anna = new FakeWorker(this, "anna", slots: 1);
        anna.FinishAgain(anna.ExpectLeases(1)[0]);
        Assert.Equal(JobStatus.Completed, AskAgain<JobReport>(new PullProgress(job)).Status);
    }

    [Fact]
    public void A_job_that_runs_stays_though_nobody_asks_for_it()
    {
        var (runs, over) = (Submit(units: 1, chunk: 1), Submit(units: 1, chunk: 1));
        var (running, cancelled) = (ActorOf(runs), ActorOf(over));
        Watch(running);
        Watch(cancelled);
        AskAgain<JobReport>(new Cancel(over));
        // Heard of last, and gone first.
        ExpectTerminated(cancelled, TimeSpan.FromSeconds(30));
        AskAgain<JobReport>(new Cancel(runs));
        ExpectTerminated(running, TimeSpan.FromSeconds(30));
    }
}
