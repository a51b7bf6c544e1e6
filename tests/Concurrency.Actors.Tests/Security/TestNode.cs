using System.Collections.Concurrent;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Nodes;
using Concurrency.Actors.Security;
using Concurrency.Actors.Wire;

namespace Concurrency.Actors.Tests.Security;

/// <summary>A node on a free port of this machine with an actor that answers, and with what it logs.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Hits = new(StringComparer.Ordinal);

    private TestNode(ActorSystem system)
    {
        System = system;
        var hit = Hits[$"{Address}"] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Hit = hit.Task;
        system.ActorOf(Props.Create(() => new EchoActor($"{Address}")), "echo");
        var log = system.ActorOf(Props.Create(() => new LogReader(_lines.Writer)), "log");
        // Warnings and errors alone, which are what users see.
        system.EventStream.Subscribe(log, typeof(Warning));
        system.EventStream.Subscribe(log, typeof(Error));
    }

    public ActorSystem System { get; }

    /// <summary>Completes when something has got in that should not have: an actor of the node has ended, or got a strange message, or is strange.</summary>
    public Task Hit { get; }

    public Address Address => ((ExtendedActorSystem)System).Provider.DefaultAddress;

    public int Port => Address.Port!.Value;

    /// <param name="host">What it is called; its port is the one that it gets.</param>
    public static TestNode Peer(NodeCertificates? certificates, string host = "127.0.0.1", int port = 0, string listen = "127.0.0.1", string? overrides = null) =>
        new(NodeSystem.OfPeer("test", new(listen, port), new(host, port), certificates?.Security ?? NodeSecurity.None, Quiet(overrides)));

    public static TestNode Seed(NodeCertificates? certificates, string? overrides = null) => new(NodeSystem.OfSeed(
        new("127.0.0.1", 0), new("127.0.0.1", 0), certificates?.Security ?? NodeSecurity.None, Quiet(overrides, "seed")));

    /// <summary>A system as Akka makes it, with every serializer that it has: a peer that plays by no rule of ours.</summary>
    public static TestNode Unguarded(string? overrides = null) => new(ActorSystem.Create(NodeSystem.Name, ConfigurationFactory.ParseString(overrides ?? "")
        .WithFallback(ConfigurationFactory.ParseString("""
            akka.loggers = []
            akka.stdout-loglevel = OFF
            akka.actor.provider = remote
            akka.remote.dot-netty.tcp.hostname = 127.0.0.1
            akka.remote.dot-netty.tcp.port = 0
            akka.actor.serializers.concurrency = "Concurrency.Actors.Wire.WireSerializer, Concurrency.Actors"
            akka.actor.serialization-bindings { "Concurrency.Actors.Wire.IWireMessage, Concurrency.Actors" = concurrency }
            akka.actor.serialization-identifiers { "Concurrency.Actors.Wire.WireSerializer, Concurrency.Actors" = 4053 }
            """))));

    /// <summary>A system without remoting.</summary>
    public static TestNode Local() => new(ActorSystem.Create(NodeSystem.Name, Quiet(overrides: null)));

    /// <summary>A node is hit.</summary>
    public static void Strike(string address) => Hits[address].TrySetResult();

    /// <summary>The answering actor of another node, if there is a way to it.</summary>
    public IActorRef On(TestNode other) => On(other.Address);

    /// <inheritdoc cref="On(TestNode)"/>
    public IActorRef On(Address address) => ((ExtendedActorSystem)System).Provider.ResolveActorRef(new RootActorPath(address) / "user" / "echo");

    /// <summary>The next warning or error that users see.</summary>
    public async Task<string> NextLineAsync() => await _lines.Reader.ReadAsync().AsTask().WaitAsync(Limit);

    /// <summary>What else was logged up to now.</summary>
    public IReadOnlyList<string> OtherLines()
    {
        var lines = new List<string>();
        while (_lines.Reader.TryRead(out var line)) lines.Add(line);
        return lines;
    }

    /// <summary>Sends until there is an answer, since what is sent on the way to a connection may be lost.</summary>
    public async Task RequireAnswerAsync(Address from)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await AnswersAsync(from, TimeSpan.FromSeconds(1))) limit.Token.ThrowIfCancellationRequested();
    }

    public async Task<bool> AnswersAsync(Address from, TimeSpan within)
    {
        try
        {
            var asked = new Protocol.DriverProtocol.UnknownJob(new("job"));
            return await On(from).Ask<IWireMessage>(asked, within) is { } answer && answer.Equals(asked);
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync() => await System.Terminate();

    private static Config Quiet(string? overrides, string? overlay = null) =>
        ConfigurationFiles.Load(overlay, overrides: $"akka.loggers = []\n{overrides}");

    private sealed class EchoActor : ReceiveActor
    {
        private readonly string _node;

        public EchoActor(string node)
        {
            _node = node;
            Receive<IWireMessage>(message => Sender.Tell(message));
            ReceiveAny(_ => Strike(_node));
        }

        protected override void PostStop() => Strike(_node);
    }

    private sealed class LogReader : ReceiveActor
    {
        private readonly LogPace _pace = new(TimeProvider.System);

        public LogReader(ChannelWriter<string> lines) => Receive<LogEvent>(log =>
        {
            if (StandardErrorLogger.LineOf(log, _pace) is { } line) lines.TryWrite(line);
        });
    }
}
