using Akka.Event;
using Concurrency.Actors.Storage;
using static Concurrency.Actors.Protocol.DriverProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>Two coordinators on one store: whatever the one before still does counts for nothing.</summary>
public class TakenOverTests : StoredSpec
{
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
}
