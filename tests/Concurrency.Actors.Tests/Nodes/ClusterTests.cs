using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Driving;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Nodes;
using Concurrency.Actors.Tests.Security;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Actors.Tests.Nodes;

/// <summary>The two planes together: seeds that share a coordinator, and peers that come and go.</summary>
public class ClusterTests
{
    private static readonly TestJob Large = new(10_000);

    private static readonly UnitSum SumOfLarge = new(10_000, 10_000L * 9_999 / 2);

    [Fact]
    public async Task Workers_of_other_processes_do_a_job_together()
    {
        using var gate = new Gate();
        await using var cluster = new TestCluster(new TestWorkload(gate.PassAsync));
        var seed = await cluster.StartSeedAsync();
        TestCluster.RunningWorker[] workers = [cluster.StartWorker(1, seed.Place), cluster.StartWorker(1, seed.Place)];
        await using var driver = await TestCluster.JoinAsync(seed.Place);
        foreach (var worker in workers) Assert.Equal($"{seed.Place}", worker.Await<LinkNews.Found>().Seed);

        var job = await driver.Jobs.SubmitAsync(Spec(Large, chunk: 5000));
        Assert.Equal(2, new[] { gate.NextBegun().Worker, gate.NextBegun().Worker }.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(workers.Select(worker => worker.Name).Order(StringComparer.Ordinal), (await driver.WorkersAsync()).Select(worker => worker.Name), StringComparer.Ordinal);
        gate.Open(100);

        Assert.Equal(SumOfLarge, await SumAsync(driver, job));
    }

    [Fact]
    public async Task A_worker_may_be_there_before_its_seed()
    {
        var place = new HostPort("127.0.0.1", FreePort());
        await using var cluster = new TestCluster(new TestWorkload());
        var worker = cluster.StartWorker(1, place);
        Assert.Contains("No seed listens at", worker.Await<LinkNews.Unanswered>().Sentence, StringComparison.Ordinal);

        await cluster.StartSeedAsync(place);
        worker.Await<LinkNews.Found>();
        await using var driver = await TestCluster.JoinAsync(place);
        Assert.Equal(SumOfLarge, await SumAsync(driver, await driver.Jobs.SubmitAsync(Spec(Large))));
    }

    [Fact]
    public async Task A_worker_that_drains_finishes_what_it_runs_and_hands_back_the_rest()
    {
        using var gate = new Gate();
        await using var cluster = new TestCluster(new TestWorkload(gate.PassAsync));
        var seed = await cluster.StartSeedAsync();
        var worker = cluster.StartWorker(1, seed.Place);
        await using var driver = await TestCluster.JoinAsync(seed.Place);
        var job = await driver.Jobs.SubmitAsync(Spec(new(3), chunk: 1));
        Assert.Equal(0, gate.NextBegun().Range.From);

        await driver.DrainAsync(worker.Name);
        while ((await driver.WorkersAsync()) is not [{ IsDraining: true }]) await Task.Yield();
        gate.Open();
        Assert.Null(await worker.Ended);
        Assert.False(gate.AnotherBegan);

        gate.Open(2);
        cluster.StartWorker(1, seed.Place);
        var report = await driver.Jobs.WaitAsync(job);
        Assert.Equal((JobStatus.Completed, 3L, 0L), (report.Status, report.UnitsDone, report.Retries));
    }

    [Fact]
    public async Task Nobody_drains_a_worker_that_is_not_there()
    {
        await using var cluster = new TestCluster(new TestWorkload());
        var seed = await cluster.StartSeedAsync();
        await using var driver = await TestCluster.JoinAsync(seed.Place);
        var refused = await Assert.ThrowsAsync<BadJobException>(() => driver.DrainAsync("w-0"));
        Assert.Equal("There is no worker named 'w-0'.", refused.Message);
    }

    [Fact]
    public async Task When_the_seed_with_the_coordinator_ends_another_has_it()
    {
        await using var cluster = new TestCluster(new TestWorkload());
        var first = await cluster.StartSeedAsync();
        var second = await cluster.StartSeedAsync(null, first.Place);
        var worker = cluster.StartWorker(1, second.Place);
        Assert.Equal($"{first.Place}", worker.Await<LinkNews.Found>().Seed);
        await using var driver = await TestCluster.JoinAsync(second.Place);

        await first.DisposeAsync();
        Assert.Equal($"{second.Place}", worker.Await<LinkNews.Found>().Seed);
        Assert.Equal(SumOfLarge, await SumAsync(driver, await driver.Jobs.SubmitAsync(Spec(Large))));
    }

    [Fact]
    public async Task A_seed_of_jobs_in_memory_that_comes_back_knows_none_of_them()
    {
        using var gate = new Gate();
        await using var cluster = new TestCluster(new TestWorkload(gate.PassAsync));
        var place = new HostPort("127.0.0.1", FreePort());
        var seed = await cluster.StartSeedAsync(place);
        var worker = cluster.StartWorker(1, place);
        await using var driver = await TestCluster.JoinAsync(place);
        var job = await driver.Jobs.SubmitAsync(Spec(Large, chunk: 1));
        var running = gate.NextBegun();
        worker.Await<LinkNews.Found>();

        await seed.DisposeAsync();
        await cluster.StartSeedAsync(place);
        worker.Await<LinkNews.Found>();

        var lost = await Assert.ThrowsAsync<UnknownJobException>(() => driver.Jobs.WaitAsync(job));
        Assert.Contains($"{job}", lost.Message, StringComparison.Ordinal);
        await Stopped(running.Cancelled);
        gate.Open(1000);
        Assert.Equal(new(3, 3), await SumAsync(driver, await driver.Jobs.SubmitAsync(Spec(new(3)))));
    }

    [Fact]
    public async Task What_was_asked_while_no_seed_was_there_is_asked_again_as_soon_as_one_is()
    {
        await using var cluster = new TestCluster(new TestWorkload());
        var place = new HostPort("127.0.0.1", FreePort());
        var seed = await cluster.StartSeedAsync(place);
        // By itself no question is repeated before the test has failed.
        var patient = ConfigurationFiles.Load(overrides: "concurrency.driver { try-timeout = 1h, answer-timeout = 2h, patience = 3h }");
        await using var driver = await DriverNode.JoinAsync([place], NodeSecurity.None, patient);
        await seed.DisposeAsync();
        var asked = driver.WorkersAsync();

        await cluster.StartSeedAsync(place);
        Assert.Empty(await asked.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_driver_that_dies_leaves_its_job_to_another()
    {
        using var gate = new Gate();
        await using var cluster = new TestCluster(new TestWorkload(gate.PassAsync));
        var seed = await cluster.StartSeedAsync();
        cluster.StartWorker(1, seed.Place);
        var items = Enumerable.Range(0, 20_000).Select(unit => Payload.FromText($"{unit}")).ToList();
        await using (var first = await TestCluster.JoinAsync(seed.Place))
        {
            await first.Jobs.SubmitAsync(Spec(new(0), chunk: 1000), items, key: "mine");
            gate.NextBegun();
        }

        await using var second = await TestCluster.JoinAsync(seed.Place);
        var left = await second.Jobs.ListAsync().SingleAsync();
        Assert.Equal(("mine", JobStatus.Running, 20_000L), (left.Key, left.Status, left.Units));
        Assert.Equal(left.Job, await second.Jobs.SubmitAsync(Spec(new(0), chunk: 1000), items, key: "mine"));
        gate.Open(20);
        var rows = await second.Jobs.RowsAsync(left.Job).SelectMany(page => page.Records).ToListAsync();
        Assert.Equal(items, rows.OrderBy(row => row.Unit).Select(row => row.Body));
        Assert.Equal(new(20_000, 20_000L * 19_999 / 2), await SumAsync(second, left.Job));
        await second.Jobs.DeleteAsync(left.Job);
        Assert.Empty(await second.Jobs.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task A_peer_of_another_version_is_told_so_in_a_sentence()
    {
        await using var cluster = new TestCluster(new TestWorkload());
        var seed = await cluster.StartSeedAsync();
        using var system = NodeSystem.OfPeer("w-future", null, null, NodeSecurity.None, TestCluster.PeerConfig);
        var answer = await system.ActorSelection($"akka.tcp://concurrency@{seed.Place}/user/gateway")
            .Ask<Incompatible>(new Knock(CurrentVersion + 1, "9.9.9", "w-future"), TimeSpan.FromSeconds(30));
        Assert.Matches($"^w-future is release 9.9.9 and speaks version {CurrentVersion + 1} .*: run the same release on both.$", answer.Sentence);
    }

    [Fact]
    public async Task A_worker_that_is_refused_ends_with_the_sentence()
    {
        var config = ConfigurationFactory.ParseString("akka.actor.provider = remote\nakka.remote.untrusted-mode = off").WithFallback(NoPort).WithFallback(TestCluster.PeerConfig);
        using var system = NodeSystem.Create(config, NodeSecurity.None);
        system.ActorOf(Props.Create(() => new Refuser()), SeedGateway.Name);
        await using var cluster = new TestCluster(new TestWorkload());
        var worker = cluster.StartWorker(1, HostPort.Of(((ExtendedActorSystem)system).Provider.DefaultAddress));
        Assert.Equal("You are too old.", await worker.Ended);
    }

    [Fact]
    public async Task A_driver_without_a_seed_is_told_what_may_be_wrong()
    {
        var place = new HostPort("127.0.0.1", FreePort());
        var none = await Assert.ThrowsAsync<NoAnswerException>(() => TestCluster.JoinAsync(place));
        Assert.Equal($"No seed listens at {place}: start one with 'concurrency seed'.", none.Message);
    }

    [Fact]
    public async Task A_driver_that_calls_the_seed_by_another_name_is_told_so()
    {
        await using var cluster = new TestCluster(new TestWorkload());
        var seed = await cluster.StartSeedAsync();
        var deaf = await Assert.ThrowsAsync<NoAnswerException>(() => TestCluster.JoinAsync(new HostPort("localhost", seed.Place.Port)));
        Assert.Contains("is not the address it goes by", deaf.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_driver_of_seeds_that_have_no_coordinator_is_told_so()
    {
        var config = ConfigurationFactory.ParseString("akka.actor.provider = remote\nakka.remote.untrusted-mode = off").WithFallback(NoPort).WithFallback(TestCluster.PeerConfig);
        using var system = NodeSystem.Create(config, NodeSecurity.None);
        var place = HostPort.Of(((ExtendedActorSystem)system).Provider.DefaultAddress);
        system.ActorOf(SeedGateway.Props(system.DeadLetters, () => [$"{place}"]), SeedGateway.Name);
        var impatient = ConfigurationFactory.ParseString("concurrency.driver { try-timeout = 400ms, answer-timeout = 800ms }").WithFallback(TestCluster.PeerConfig);
        var none = await Assert.ThrowsAsync<NoAnswerException>(() => DriverNode.JoinAsync([place], NodeSecurity.None, impatient));
        Assert.StartsWith($"The seed at {place} answers, but the seeds have no coordinator now", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_driver_waits_for_seeds_that_have_no_coordinator_yet()
    {
        var config = ConfigurationFactory.ParseString("akka.actor.provider = remote\nakka.remote.untrusted-mode = off").WithFallback(NoPort).WithFallback(TestCluster.PeerConfig);
        using var system = NodeSystem.Create(config, NodeSecurity.None);
        var place = HostPort.Of(((ExtendedActorSystem)system).Provider.DefaultAddress);
        var coordinator = system.ActorOf(Props.Create(() => new LateCoordinator()));
        system.ActorOf(SeedGateway.Props(coordinator, () => [$"{place}"]), SeedGateway.Name);

        var waited = new TaskCompletionSource();
        await using var driver = await DriverNode.JoinAsync([place], NodeSecurity.None, TestCluster.PeerConfig, news: Hear).WaitAsync(TestNode.Limit);
        Assert.True(waited.Task.IsCompleted);

        void Hear(LinkNews news)
        {
            if (news is not LinkNews.Vacant) return;
            waited.TrySetResult();
            coordinator.Tell(new LateCoordinator.Begin());
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_in_a_sentence()
    {
        await using var cluster = new TestCluster(new TestWorkload());
        var seed = await cluster.StartSeedAsync();
        var taken = await Assert.ThrowsAsync<BadSettingException>(() => cluster.StartSeedAsync(seed.Place));
        Assert.StartsWith($"{seed.Place} is taken", taken.Message, StringComparison.Ordinal);
    }

    private static Config NoPort => ConfigurationFactory.ParseString("akka.remote.dot-netty.tcp { hostname = \"127.0.0.1\", port = 0 }");

    private static JobSpec Spec(TestJob job, long? chunk = null) => new("test", new TestWorkload().Encode(job), chunk);

    private static async Task<UnitSum> SumAsync(DriverNode driver, JobId job) => UnitSum.Decode((await driver.Jobs.WaitAsync(job)).Total);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Stopped(CancellationToken token)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = token.Register(stopped.SetResult);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
    }

    /// <summary>Answers peers from when it is told to.</summary>
    private sealed class LateCoordinator : ReceiveActor
    {
        public LateCoordinator() => Receive<Begin>(_ => Become(() => Receive<Knock>(_ => Sender.Tell(new Admitted()))));

        public sealed record Begin;
    }

    private sealed class Refuser : ReceiveActor
    {
        public Refuser() => Receive<Knock>(_ => Sender.Tell(new Incompatible("You are too old.")));
    }
}
