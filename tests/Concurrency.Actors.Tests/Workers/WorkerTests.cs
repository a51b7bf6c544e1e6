using Akka.Actor;
using Akka.TestKit.Xunit2;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Workers;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using Concurrency.Core.Units;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Tests.Workers;

/// <summary>A worker against a coordinator that is the test.</summary>
public class WorkerTests() : TestKit(ConfigurationFiles.Load("testing", overrides: Overrides))
{
    private const string Overrides = """
        concurrency.worker.hello-interval = 100ms
        concurrency.worker.drain-timeout = 500ms
        concurrency.compute-dispatcher.dedicated-thread-pool.thread-count = 4
        """;

    private static readonly JobId TheJob = new("test-1");

    // Not disposed: a run that a test leaves behind may still stand at it.
    private readonly Gate _gate = new();
    private TestWorkload _workload = new();

    [Fact]
    public void It_introduces_itself_and_then_tells_how_far_away_the_coordinator_is()
    {
        StartWorker(new(3, 5));
        var hello = ExpectMsg<Hello>();
        Assert.Equal((1, TimeSpan.Zero), (hello.Number, hello.RoundTrip));
        Assert.Equal(new(3, 5), hello.Slots);
        Assert.Equal("1", hello.Kernels["test"]);
        Assert.Empty(hello.Held);

        LastSender.Tell(new Welcome(1));
        var second = FishForMessage<Hello>(next => next.Number > 1);
        Assert.Equal(hello.Worker, second.Worker);
        Assert.True(second.RoundTrip > TimeSpan.Zero);
    }

    [Fact]
    public void It_runs_a_lease_and_repeats_the_outcome_until_it_is_settled()
    {
        var worker = StartWorker(new(1, 1));
        var lend = Lend(1, new(5, 9));
        worker.Tell(lend);
        _gate.Open();
        for (var i = 0; i < 3; i++)
        {
            var done = FishForMessage<Done>(_ => true);
            Assert.Equal((lend.Job, lend.Lease, lend.Range, lend.Attempt), (done.Job, done.Lease, done.Range, done.Attempt));
            Assert.Equal(new(4, 5 + 6 + 7 + 8), UnitSum.Decode(done.Output.Partial));
        }

        // The same lease again while it is here changes nothing: it ran once.
        worker.Tell(lend);
        worker.Tell(new Settled(TheJob, lend.Lease));
        worker.Tell(Lend(2, new(0, 1)));
        _gate.Open();
        FishForMessage<Done>(done => done.Lease.Number == 2);
        Assert.Equal(5, _gate.NextBegun().Range.From);
        Assert.Equal(0, _gate.NextBegun().Range.From);
        Assert.False(_gate.AnotherBegan);
    }

    [Fact]
    public void It_drains_even_if_nobody_settles_what_it_has_done()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Drained));
        var worker = StartWorker(new(1, 1));
        worker.Tell(Lend(1, new(0, 1)));
        _gate.Open();
        FishForMessage<Done>(_ => true);
        worker.Tell(new Drain());
        FishForMessage<Hello>(hello => hello.IsDraining);
        FishForMessage<Drained>(_ => true);
    }

    [Fact]
    public void It_begins_as_many_leases_as_it_has_slots_in_the_order_granted()
    {
        var worker = StartWorker(new(2, 0));
        for (var i = 0; i < 5; i++) worker.Tell(Lend(i, new(i, i + 1)));
        Assert.Equal([0L, 1L], new[] { _gate.NextBegun().Range.From, _gate.NextBegun().Range.From }.Order());
        var hello = FishForMessage<Hello>(hello => hello.Held.Count == 5);
        Assert.Equal(Enumerable.Range(0, 5), hello.Held.Select(held => (int)held.Range.From));
        Assert.False(_gate.AnotherBegan);

        _gate.Open();
        Assert.Equal(2, _gate.NextBegun().Range.From);
        Assert.False(_gate.AnotherBegan);
    }

    [Fact]
    public void A_waiting_lease_is_returned_at_once_and_a_running_one_when_it_has_stopped()
    {
        var worker = StartWorker(new(1, 0));
        var (running, waiting) = (Lend(1, new(0, 1)), Lend(2, new(1, 2)));
        worker.Tell(running);
        worker.Tell(waiting);
        var chunk = _gate.NextBegun();
        worker.Tell(new Revoke(TheJob, waiting.Lease));
        Assert.Equal(waiting.Lease, FishForMessage<Returned>(_ => true).Lease);
        Assert.False(chunk.Cancelled.IsCancellationRequested);

        worker.Tell(new Revoke(TheJob, running.Lease));
        Assert.Equal(running.Lease, FishForMessage<Returned>(_ => true).Lease);
        Assert.True(chunk.Cancelled.IsCancellationRequested);

        worker.Tell(Lend(3, new(2, 3)));
        Assert.Equal(2, _gate.NextBegun().Range.From);
    }

    [Theory]
    [InlineData(SlotKind.Cpu)]
    [InlineData(SlotKind.Io)]
    public void A_run_that_throws_is_reported_and_its_executor_lives_again(SlotKind slot)
    {
        var worker = StartWorker(new(1, 1), chunk => chunk.Range.From == 13 ? throw new InvalidOperationException("unlucky") : default);
        for (var i = 0; i < 3; i++)
        {
            worker.Tell(Lend(2 * i, new(13, 14), slot, attempt: i + 1));
            var failed = FishForMessage<Failed>(failed => failed.Attempt == i + 1);
            Assert.Equal("unlucky", failed.Reason);
            worker.Tell(new Settled(TheJob, failed.Lease));

            worker.Tell(Lend(2 * i + 1, new(12, 13), slot));
            var done = FishForMessage<Done>(done => done.Lease.Number == 2 * i + 1);
            worker.Tell(new Settled(TheJob, done.Lease));
        }
    }

    [Fact]
    public void A_talker_that_crashes_comes_back_as_another_that_holds_nothing()
    {
        var worker = StartWorker(new(1, 0));
        var before = ExpectMsg<Hello>().Worker;
        worker.Tell(Lend(1, new(0, 1)));
        var chunk = _gate.NextBegun();

        // The next Hello, which names the kernels, throws.
        _workload.OnKernelVersion = () => throw new InvalidOperationException("crash");
        var after = FishForMessage<Hello>(hello => hello.Worker != before);
        Assert.Equal(before.Name, after.Worker.Name);
        Assert.Empty(after.Held);
        Assert.True(chunk.Cancelled.IsCancellationRequested);

        worker.Tell(Lend(3, new(7, 8)));
        Assert.Equal(7, _gate.NextBegun().Range.From);
    }

    [Fact]
    public void A_kernel_of_another_version_is_refused_with_a_sentence()
    {
        var worker = StartWorker(new(1, 1));
        worker.Tell(Lend(1, new(0, 1)) with { KernelVersion = "2" });
        Assert.Equal("The job needs kernel 2 of test, and this worker has 1.", FishForMessage<Failed>(_ => true).Reason);
    }

    [Fact]
    public void Io_runs_hold_no_thread()
    {
        const int many = 200;
        var worker = StartWorker(new(0, many), _gate.PassAsync);
        for (var i = 0; i < many; i++) worker.Tell(Lend(i, new(i, i + 1), SlotKind.Io));
        for (var i = 0; i < many; i++) _gate.NextBegun();
        Assert.InRange(ThreadPool.ThreadCount, 1, many / 2);
        _gate.Open(many);
        for (var i = 0; i < many; i++) worker.Tell(new Settled(TheJob, FishForMessage<Done>(_ => true).Lease));
    }

    [Fact]
    public void Runs_that_take_a_share_of_a_slot_run_beside_each_other_and_beside_those_of_another_job()
    {
        var worker = StartWorker(new(0, 2), _gate.PassAsync);
        // Three to a slot: one and a third slots are taken, so that one more whole slot is not to be had.
        for (var i = 0; i < 4; i++) worker.Tell(Lend(i, new(i, i + 1), SlotKind.Io, chunksPerSlot: 3));
        for (var i = 0; i < 4; i++) _gate.NextBegun();
        worker.Tell(Lend(4, new(4, 5), SlotKind.Io) with { Job = new("test-2") });
        worker.Tell(Lend(5, new(5, 6), SlotKind.Io, chunksPerSlot: 3));
        FishForMessage<Hello>(hello => hello.Held.Count == 6);
        Assert.False(_gate.AnotherBegan);

        // In the order granted: the whole slot first, when there is one.
        _gate.Open(3);
        Assert.Equal([4L, 5L], new[] { _gate.NextBegun().Range.From, _gate.NextBegun().Range.From }.Order());
        _gate.Open(3);
        for (var i = 0; i < 6; i++) worker.Tell(new Settled(TheJob, FishForMessage<Done>(_ => true).Lease));
    }

    /// <summary>Else the lease would be taken for one that was lost on the way here, and run once more.</summary>
    [Fact]
    public void What_is_not_held_any_more_was_reported_before()
    {
        var worker = StartWorker(new(1, 0), helloInterval: TimeSpan.FromHours(1));
        ExpectMsg<Hello>();
        var lend = Lend(1, new(0, 1));
        worker.Tell(lend);
        _gate.Open();
        FishForMessage<Done>(_ => true);
        for (var i = 0; i < 3; i++)
        {
            // As after a broken connection, on which the first report may have been lost.
            Sys.EventStream.Publish(new CoordinatorFound());
            var first = FishForMessage(message => message is Done or Hello);
            Assert.Equal(lend.Lease, Assert.IsType<Done>(first).Lease);
            Assert.Empty(ExpectMsg<Hello>().Held);
        }
    }

    private IActorRef StartWorker(Slots slots, Func<Chunk, ValueTask>? onRun = null, TimeSpan? helloInterval = null)
    {
        var settings = EngineSettings.Read(Sys.Settings.Config);
        if (helloInterval is { } interval) settings = settings with { HelloInterval = interval };
        _workload = new(onRun ?? _gate.Pass);
        return Sys.ActorOf(Worker.Props("anna", slots, TestActor, new(_workload), settings, TimeProvider.System));
    }

    private static Lend Lend(long lease, UnitRange range, SlotKind slot = SlotKind.Cpu, int attempt = 1, int chunksPerSlot = 1) => new(
        TheJob, new(1, lease), attempt, range, "test", "1",
        new TestWorkload().Encode(new(100) { Slot = slot, ChunksPerSlot = chunksPerSlot }), 0, [], Payload.Empty);
}
