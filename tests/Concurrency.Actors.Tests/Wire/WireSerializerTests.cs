using System.Runtime.Serialization;
using Akka.Serialization;
using Akka.TestKit.Xunit2;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Wire;
using Concurrency.Core;
using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.PeerProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Tests.Wire;

public class WireSerializerTests() : TestKit(ConfigurationFiles.Load("testing"))
{
    private static readonly JobId TheJob = new("test-1");
    private static readonly LeaseId TheLease = new(ulong.MaxValue, 17);
    private static readonly WorkerId TheWorker = new("anna", 42);
    private static readonly Payload Bytes = new(new byte[] { 0, 1, 255 });

    private static readonly ChunkOutput SomeOutput = new(Bytes)
    {
        HandBacks =
        [
            new(new(3, 5), TimeSpan.FromSeconds(2.5)) { Avoid = new(["anna"], ["host"], TimeSpan.FromMinutes(1)), Note = Bytes, MaxUnits = 3 },
            new(new(7, 8), TimeSpan.Zero),
        ],
        Records = [new(1, Bytes), new(2, Payload.Empty)],
        Notices = [new(1, Bytes)],
    };

    /// <summary>One of each, with nothing left at its default where that can be told apart.</summary>
    private static readonly Dictionary<Type, IWireMessage> Samples = new IWireMessage[]
    {
        new Hello(
            TheWorker, "host", 3, TimeSpan.FromMicroseconds(12.3), new(4, 8),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["gamma"] = "1" }, [new(TheJob, TheLease, new(5, 9))], 501, "1.2.3", IsDraining: true),
        new AlsoHeld(TheWorker, 3, [new(TheJob, TheLease, new(5, 9))]),
        new Drain(),
        new Knock(1, "1.2.3", "w-1"),
        new Admitted(),
        new Seeds(["one:4053", "two:4053"]),
        new Incompatible("no"),
        new ListWorkers("w-1"),
        new WorkerPage([new("w-1", "host", "w-1:4053", "1.2.3", 4, 8, 5, IsDraining: true, TimeSpan.FromSeconds(1.5))], End: true),
        new DrainWorker("w-1"),
        new Draining("w-1"),
        new Bundle([new Settled(TheJob, TheLease), new Returned(TheJob, TheLease, TheWorker)]),
        new Welcome(3),
        new Lend(TheJob, TheLease, 2, new(0, long.MaxValue), "gamma", "1", Bytes, 9, [Bytes, Payload.Empty], Bytes),
        new Revoke(TheJob, TheLease),
        new Settled(TheJob, TheLease),
        new Done(TheJob, TheLease, TheWorker, 2, new(0, 9), SomeOutput, TimeSpan.FromTicks(1)),
        new Failed(TheJob, TheLease, TheWorker, 2, "no", TimeSpan.FromTicks(3)),
        new Progress(TheJob, TheLease, TheWorker, 2, 7),
        new Returned(TheJob, TheLease, TheWorker),
        new Open(new("gamma", Bytes, 5)),
        new Opened(TheJob),
        new Refused("no"),
        new Page(TheJob, 3, [Bytes, Payload.Empty]),
        new PageTaken(TheJob, 3),
        new Commit(TheJob),
        new Committed(TheJob, 9),
        new PullProgress(TheJob),
        new Cancel(TheJob),
        new UnknownJob(TheJob),
        new JobReport(
            TheJob, JobStatus.CompletedWithFailures, "why", 9, 8, [new(new(3, 4), "no", 3)], 5, 2, TimeSpan.FromSeconds(1.5), Bytes),
        new PullRows(TheJob, 4),
        new RowPage(TheJob, [new(1, Bytes)], [new(1, Bytes), new(1, Payload.Empty)], 5, End: true),
    }.ToDictionary(message => message.GetType());

    public static TheoryData<string> MessageTypes() =>
        [.. typeof(IWireMessage).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IWireMessage))).Select(type => type.Name)];

    private Serializer Serializer => Sys.Serialization.FindSerializerForType(typeof(Welcome));

    [Theory]
    [MemberData(nameof(MessageTypes))]
    public void Every_message_is_the_same_after_the_wire(string type)
    {
        var message = Assert.Single(Samples, sample => string.Equals(sample.Key.Name, type, StringComparison.Ordinal)).Value;
        var serializer = Assert.IsType<WireSerializer>(Sys.Serialization.FindSerializerFor(message));
        var back = serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message));
        Assert.Equivalent(message, back, strict: true);
        Assert.Equal(serializer.ToBinary(message), serializer.ToBinary(back));
    }

    [Fact]
    public void A_chunk_size_that_is_not_there_stays_away()
    {
        var serializer = (WireSerializer)Serializer;
        var open = new Open(new("test", Bytes, ChunkUnits: null));
        Assert.Equal(open, serializer.FromBinary(serializer.ToBinary(open), serializer.Manifest(open)));
    }

    [Fact]
    public void Broken_bytes_are_read_or_refused_with_one_kind_of_exception()
    {
        var serializer = (WireSerializer)Serializer;
        var random = new Random(5);
        Assert.Throws<SerializationException>(() => serializer.FromBinary([], "no-such-message"));
        foreach (var message in Samples.Values)
        {
            var bytes = serializer.ToBinary(message);
            for (var i = 0; i < 200; i++)
            {
                var broken = (byte[])bytes.Clone();
                if (broken.Length > 0) broken[random.Next(broken.Length)] = (byte)random.Next(256);
                broken = broken[..random.Next(broken.Length + 1)];
                if (Record.Exception(() => serializer.FromBinary(broken, serializer.Manifest(message))) is { } refused)
                    Assert.IsType<SerializationException>(refused);
            }
        }
    }

    [Fact]
    public void Tests_send_every_message_over_the_wire() => Assert.True(Sys.Settings.SerializeAllMessages);
}
