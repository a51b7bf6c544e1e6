using Akka.Event;

namespace Concurrency.Actors.Tests.Coordination;

/// <summary>Workers that are not heard of.</summary>
public class SilenceTests() : CoordinatorSpec(workerSilence: "1s")
{
    [Fact]
    public void A_silent_worker_loses_its_leases_to_another()
    {
        Submit(units: 1, chunk: 1);
        var silent = new FakeWorker(this, "silent", slots: 1);
        silent.ExpectLeases(1);
        var warnings = CreateTestProbe();
        Sys.EventStream.Subscribe(warnings, typeof(Warning));
        var bert = new FakeWorker(this, "bert", slots: 1);
        bert.KeepSayingHello();
        Assert.Equal(2, bert.ExpectLeases(1)[0].Attempt);
        Assert.Equal("A worker on host is gone: worker silent has gone silent. Leases that go back to their jobs: 1.", $"{warnings.ExpectMsg<Warning>(TimeSpan.FromSeconds(30)).Message}");
    }

    [Fact]
    public void A_lease_that_a_worker_still_holds_is_its_own_though_the_coordinator_forgot_the_worker()
    {
        Submit(units: 1, chunk: 1);
        var anna = new FakeWorker(this, "anna", slots: 1);
        var lease = anna.ExpectLeases(1)[0];
        AwaitNobodyIsKnown();
        anna.SayHello(lease);
        anna.ExpectNoLease();
        anna.Finish(lease);
    }

    /// <summary>A worker that comes now is told that it is alone: whoever was there before has been given up.</summary>
    private void AwaitNobodyIsKnown()
    {
        var bert = new FakeWorker(this, "bert", slots: 1);
        bert.KeepSayingHello();
        bert.Return(bert.ExpectLeases(1)[0]);
        bert.Leave();
    }
}
