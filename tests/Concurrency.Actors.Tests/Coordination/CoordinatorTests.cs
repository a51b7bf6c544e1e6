using Akka.Actor;
using Akka.Event;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>A coordinator against workers and drivers that are the test.</summary>
public class CoordinatorTests() : CoordinatorSpec(workerSilence: "10m")
{
    [Fact]
    public void That_a_job_waits_for_a_worker_of_another_release_is_said()
    {
        var warnings = CreateTestProbe();
        Sys.EventStream.Subscribe(warnings, typeof(Warning));
        var job = Submit(units: 1, chunk: 1);
        _ = new FakeWorker(this, "anna", slots: 1, kernel: "0");
        var said = warnings.FishForMessage<Warning>(warning => $"{warning.Message}".StartsWith($"The job {job} waits", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Equal(
            $"The job {job} waits: it needs version {Workload.KernelVersion} of test, and no worker that is there has it. Start one of the release that began the job, or cancel it.",
            $"{said.Message}");
    }

    [Fact]
    public void A_worker_gets_a_lease_for_each_slot_and_one_ahead()
    {
        var job = Submit(units: 10, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 2);
        var leases = anna.ExpectLeases(3);
        Assert.Equal([new(0, 1), new(1, 2), new(2, 3)], leases.Select(lease => lease.Range));
        Assert.All(leases, lease => Assert.Equal((job, 1, "test", "1"), (lease.Job, lease.Attempt, lease.Workload, lease.KernelVersion)));
        anna.ExpectNoLease();

        anna.Finish(leases[0]);
        Assert.Equal(new(3, 4), anna.ExpectLeases(1)[0].Range);
    }

    [Fact]
    public void A_worker_gets_as_many_leases_as_share_its_slots_and_one_ahead()
    {
        Submit(new TestJob(100) { Slot = SlotKind.Io, ChunksPerSlot = 10 }, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 2);
        var leases = anna.ExpectLeases(21);
        anna.ExpectNoLease();
        anna.Finish(leases[7]);
        anna.ExpectLeases(1);

        // What the slots hold counts as begun, and the one ahead does not. Half of those that had run together.
        var again = new FakeWorker(this, "anna", slots: 2);
        Assert.Equal(10, again.ExpectLeases(21).Count(lease => lease.Attempt == 2));
        var bert = new FakeWorker(this, "bert", slots: 2);
        Assert.Equal(10, bert.ExpectLeases(21).Count(lease => lease.Attempt == 2));
    }

    [Fact]
    public void A_job_that_takes_whole_slots_waits_for_one_to_be_free()
    {
        Submit(new TestJob(100) { Slot = SlotKind.Io, ChunksPerSlot = 10 }, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 1);
        var shares = anna.ExpectLeases(11);
        var whole = Submit(new TestJob(1) { Slot = SlotKind.Io }, chunk: 1);
        anna.ExpectNoLease();
        // The one ahead is the whole job's turn, because it has had no time yet.
        anna.Finish(shares[0]);
        Assert.Equal(whole, anna.ExpectLeases(1)[0].Job);
    }

    [Fact]
    public void A_job_is_done_when_its_workers_are()
    {
        var job = Submit(units: 10, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 2);
        for (var i = 0; i < 10; i++) anna.Finish(anna.ExpectLeases(1)[0]);
        var report = Report(job);
        Assert.Equal((JobStatus.Completed, 10, 10, 0), (report.Status, report.UnitsDone, report.Chunks, report.Retries));
        Assert.Equal(new(10, 45), UnitSum.Decode(report.Total));
    }

    [Fact]
    public void A_worker_with_another_kernel_is_left_alone()
    {
        Submit(units: 1, chunk: 1);
        var old = new FakeWorker(this, "old", slots: 1, kernel: "0");
        old.ExpectNoLease();
        new FakeWorker(this, "new", slots: 1).ExpectLeases(1);
    }

    [Fact]
    public void When_a_worker_starts_anew_what_it_had_begun_counts_as_an_attempt_and_the_rest_does_not()
    {
        Submit(units: 10, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 2);
        anna.ExpectLeases(3);
        var again = new FakeWorker(this, "anna", slots: 2);
        Assert.Equal([(0L, 2), (2L, 1), (3L, 1)], again.ExpectLeases(3).Select(lease => (lease.Range.From, lease.Attempt)));
        var bert = new FakeWorker(this, "bert", slots: 2);
        Assert.Equal((1L, 2), bert.ExpectLeases(3).Select(lease => (lease.Range.From, lease.Attempt)).First());
    }

    [Fact]
    public void What_dies_again_and_again_has_a_worker_to_itself_for_which_others_make_way()
    {
        var (killer, other) = (Submit(units: 1, chunk: 1), Submit(units: 1000, chunk: 1));
        for (var death = 1; death <= 5; death++)
        {
            var bert = new FakeWorker(this, "bert", slots: 1);
            for (var lease = bert.ExpectLeases(1)[0]; lease.Job != killer; lease = bert.ExpectLeases(1)[0]) bert.Finish(lease);
            if (death <= 2) Assert.Equal(other, bert.ExpectLeases(1)[0].Job);
            else bert.ExpectNoLease();
        }

        _ = new FakeWorker(this, "bert", slots: 1);
        Assert.Equal((JobStatus.CompletedWithFailures, 5), (Report(killer).Status, Report(killer).Failed[0].Attempts));
        Assert.Equal((JobStatus.Running, 0), (Report(other).Status, Report(other).Failed.Count));
    }

    [Fact]
    public void A_lease_that_never_reached_its_worker_goes_out_again_uncounted()
    {
        Submit(units: 1, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 1);
        var lost = anna.ExpectLeases(1)[0];
        anna.KeepSayingHello();
        var again = anna.ExpectLeases(1)[0];
        Assert.Equal((lost.Range, 1), (again.Range, again.Attempt));
        Assert.NotEqual(lost.Lease, again.Lease);
    }

    [Fact]
    public void Leases_of_jobs_that_nobody_knows_are_revoked()
    {
        var anna = new FakeWorker(this, "anna", slots: 1);
        var stray = new Revoke(new("test-gone"), new(7, 7));
        anna.SayHello(new Lend(stray.Job, stray.Lease, 1, new(0, 1), "test", "1", Payload.Empty, 0, [], Payload.Empty));
        anna.Expect(stray);
    }

    [Fact]
    public void After_a_cancel_a_slot_is_free_when_its_run_has_stopped_and_not_before()
    {
        var job = Submit(units: 10, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 1);
        var leases = anna.ExpectLeases(2);
        Coordinator.Tell(new Cancel(job), Driver);
        Assert.Equal(JobStatus.Cancelled, Driver.ExpectMsg<JobReport>().Status);
        foreach (var lease in leases) anna.Expect(new Revoke(job, lease.Lease));

        var next = Submit(units: 10, chunk: 1);
        anna.ExpectNoLease();
        anna.Return(leases[1]);
        anna.Return(leases[0]);
        Assert.All(anna.ExpectLeases(2), lease => Assert.Equal(next, lease.Job));
    }

    [Fact]
    public void Jobs_share_the_slots_by_time_used()
    {
        var (first, second) = (Submit(units: 1000, chunk: 1), Submit(units: 1000, chunk: 1));
        var anna = new FakeWorker(this, "anna", slots: 1);
        var granted = new Dictionary<JobId, int> { [first] = 0, [second] = 0 };
        for (var i = 0; i < 60; i++)
        {
            var lease = anna.ExpectLeases(1)[0];
            granted[lease.Job]++;
            // Chunks of the first take twice as long, so it should get half as many.
            anna.Finish(lease, TimeSpan.FromMilliseconds(lease.Job == first ? 200 : 100));
        }

        Assert.InRange(granted[first], 16, 24);
    }

    [Fact]
    public void A_failing_unit_is_reported_with_its_reason()
    {
        var job = Submit(units: 4, chunk: 4);
        var anna = new FakeWorker(this, "anna", slots: 1);
        for (var report = Report(job); !report.Status.IsOver(); report = Report(job))
        {
            var lease = anna.ExpectLeases(1)[0];
            if (lease.Range.Contains(2)) anna.Fail(lease, "poison");
            else anna.Finish(lease);
        }

        var end = Report(job);
        Assert.Equal(JobStatus.CompletedWithFailures, end.Status);
        Assert.Equal((new UnitRange(2, 3), "poison", 5), (end.Failed[0].Range, end.Failed[0].Reason, end.Failed[0].Attempts));
        Assert.Equal(3, UnitSum.Decode(end.Total).Units);
    }

    [Fact]
    public void What_came_together_is_heard_before_what_was_said_after_it()
    {
        var job = Submit(units: 2, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 2);
        var leases = anna.ExpectLeases(2);
        ((IInternalActorRef)Coordinator).Suspend();
        anna.TellTogether(leases);
        // Twice without them, so she would seem to have lost them.
        anna.SayHello();
        anna.SayHello();
        ((IInternalActorRef)Coordinator).Resume();
        foreach (var lease in leases) anna.Expect(new Settled(job, lease.Lease));
        anna.ExpectNoLease();
        Assert.Equal((JobStatus.Completed, 2L), (Report(job).Status, Report(job).Chunks));
    }

    [Fact]
    public void A_job_that_crashes_gives_back_its_slots()
    {
        var job = Submit(units: 10, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 1);
        var leases = anna.ExpectLeases(2);
        Sys.Stop(((ActorRefWithCell)Coordinator).GetSingleChild(job.Value));
        foreach (var lease in leases) anna.Expect(new Revoke(job, lease.Lease));
        var next = Submit(units: 10, chunk: 1);
        foreach (var lease in leases) anna.Return(lease);
        Assert.All(anna.ExpectLeases(2), lease => Assert.Equal(next, lease.Job));
    }
}
