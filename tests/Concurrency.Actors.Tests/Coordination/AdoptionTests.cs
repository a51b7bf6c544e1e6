using Concurrency.Actors.Storage;
using Concurrency.Core.Jobs;
using Microsoft.Extensions.Time.Testing;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>For how long a job that is back leaves to its workers what they may hold, in a time that passes when a test says so, or very slowly.</summary>
public class AdoptionTests() : StoredSpec("concurrency.coordinator.adoption-time = 5h")
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow()) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(5) };

    [Fact]
    public void It_counts_from_when_workers_are_heard_however_long_other_jobs_take_to_come_back()
    {
        var job = Submit(units: 4, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 2);
        var leases = anna.ExpectLeases(3);
        var slow = Submit(units: 1, chunk: 1);
        Crash();
        Store.Hold(StreamNames.Of(slow));
        Begin(_time);
        ActorOf(job);
        _time.Advance(TimeSpan.FromHours(6));
        Store.Release();
        AskAgain<JobPage>(new ListJobs(0));

        // Whoever is heard first is given nothing of it.
        var bob = new FakeWorker(this, "bob", slots: 4);
        bob.ExpectNoLease();
        anna.SayHello([.. leases]);
        foreach (var lease in leases) anna.Finish(lease);
        _time.Advance(TimeSpan.FromHours(6));
        foreach (var lease in bob.ExpectLeases(2)) bob.Finish(lease);
        var report = AskAgain<JobReport>(new PullProgress(job));
        Assert.Equal((JobStatus.Completed, 4, 0), (report.Status, report.Chunks, report.Retries));
    }
}
