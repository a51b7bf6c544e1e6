using Akka.Actor;
using Akka.Configuration;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Gateway;
using Concurrency.Actors.Nodes;
using Concurrency.EndToEnd.Processes;
using Xunit.Abstractions;
using static Concurrency.Actors.Protocol.PeerProtocol;

namespace Concurrency.EndToEnd;

/// <summary>Programs that do not understand each other say so on both sides. The other program is played by the test.</summary>
public class VersionTests(ITestOutputHelper output) : ClusterTest(output)
{
    [LinuxFact]
    public async Task A_seed_refuses_a_peer_of_another_version_and_goes_on()
    {
        var seed = await SeedAsync();
        using var system = NodeSystem.OfPeer("w-future", listen: null, advertise: null, NodeSecurity.None, ConfigurationFiles.Load());
        var gateway = system.ActorSelection($"akka.tcp://concurrency@{seed.Place}/user/gateway");
        var answer = await gateway.Ask<Incompatible>(new Knock(99, "9.9.9", "w-future"), Transcript.Watchdog);

        Assert.StartsWith("w-future is release 9.9.9 and speaks version 99 of the protocol", answer.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("run the same release on both.", answer.Sentence, StringComparison.Ordinal);
        await seed.Process.Error.LineAsync($"Refused: {answer.Sentence}");
        await WorkerAsync(seed);
    }

    [LinuxFact]
    public async Task A_worker_that_a_seed_refuses_says_why_and_exits_with_1()
    {
        const string sentence = "The seed is a newer program: run the same release on both.";
        using var system = NodeSystem.Create(
            ConfigurationFactory.ParseString("akka.actor.provider = remote\nakka.remote.untrusted-mode = off\nakka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }\n").WithFallback(ConfigurationFiles.Load()),
            NodeSecurity.None);
        system.ActorOf(Props.Create(() => new Refusing(sentence)), SeedGateway.Name);
        var place = HostPort.Of(((ExtendedActorSystem)system).Provider.DefaultAddress);

        var worker = await RunAsync($"worker --join {place}");
        Assert.Equal((1, "", sentence), (worker.ExitCode, worker.Output, worker.Errors[^1]));
    }

    private sealed class Refusing : ReceiveActor
    {
        public Refusing(string sentence) => Receive<Knock>(_ => Sender.Tell(new Incompatible(sentence)));
    }
}
