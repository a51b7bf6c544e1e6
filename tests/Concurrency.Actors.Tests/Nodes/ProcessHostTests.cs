using System.Collections.Concurrent;
using Akka.Actor;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Nodes;
using Concurrency.Actors.Tests.Security;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.Actors.Tests.Nodes;

/// <summary>A coordinator that lets in only those who know its secret.</summary>
public class ProcessHostTests
{
    [Fact]
    public async Task A_worker_that_knows_the_secret_works()
    {
        var workload = new TestWorkload();
        await using var host = ProcessHost.Start(new(workload), TestCluster.PeerConfig);
        await using var worker = new TestCluster.RunningWorker(new("process-1", 1, [host.Place]) { Gateway = host.Gateway }, new(workload));
        var job = await host.Jobs.SubmitAsync(new("test", workload.Encode(new(1000)), ChunkUnits: null));
        Assert.Equal(new(1000, 1000 * 999 / 2), UnitSum.Decode((await host.Jobs.WaitAsync(job)).Total));
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("*")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task A_worker_that_does_not_know_it_is_not_answered(string guess)
    {
        var workload = new TestWorkload();
        await using var host = ProcessHost.Start(new(workload), TestCluster.PeerConfig);
        await using var worker = new TestCluster.RunningWorker(new("w-stranger", 1, [host.Place]) { Gateway = guess }, new(workload));
        Assert.Contains("is not the address it goes by", worker.Await<LinkNews.Unanswered>().Sentence, StringComparison.Ordinal);
    }

    /// <summary>An actor with a name that is known takes orders from whoever reaches the port of its process.</summary>
    [Fact]
    public async Task No_actor_of_a_worker_has_a_name_that_can_be_guessed()
    {
        await using var seed = TestNode.Unguarded();
        var knocks = new BlockingCollection<IActorRef>();
        seed.System.ActorOf(Props.Create(() => new Doorkeeper(knocks)), "secret");
        TestCluster.RunningWorker Start() => new(new("process-1", 1, [new("127.0.0.1", seed.Port)]) { Gateway = "secret" }, new(new TestWorkload()));
        string NextName() => knocks.TryTake(out var link, TestNode.Limit) ? link.Path.Name : throw new TimeoutException("Nobody has knocked.");

        string first;
        await using (Start()) first = NextName();
        while (knocks.TryTake(out _))
        {
            // The first worker has knocked more than once.
        }

        await using var second = Start();
        var name = NextName();
        Assert.Equal((32, 32), (first.Length, name.Length));
        Assert.NotEqual(first, name, StringComparer.Ordinal);
    }

    /// <summary>Whoever waits for an answer is an actor too, and Akka counts those: their names are easily guessed.</summary>
    [Fact]
    public async Task Nobody_answers_for_the_coordinator()
    {
        var workload = new TestWorkload();
        await using var host = ProcessHost.Start(new(workload), TestCluster.PeerConfig);
        await using var stranger = TestNode.Unguarded();
        var job = await host.Jobs.SubmitAsync(new("test", workload.Encode(new(1000)), ChunkUnits: null));
        var forged = new JobReport(job, JobStatus.Completed, null, 1000, 1000, [], 1, 0, TimeSpan.Zero, new UnitSum(1000, 0).Encode());
        var root = new RootActorPath(new("akka.tcp", NodeSystem.Name, host.Place.Host, host.Place.Port)) / "temp";

        // Progress is told ten times a second, each time to another.
        await foreach (var report in host.Jobs.WatchAsync(job).Take(20))
        {
            Assert.Equal(JobStatus.Running, report.Status);
            foreach (var name in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
                ((ExtendedActorSystem)stranger.System).Provider.ResolveActorRef(root / $"{name}").Tell(forged);
        }
    }

    private sealed class Doorkeeper : ReceiveActor
    {
        public Doorkeeper(BlockingCollection<IActorRef> knocks) => Receive<Knock>(_ => knocks.Add(Sender));
    }
}
