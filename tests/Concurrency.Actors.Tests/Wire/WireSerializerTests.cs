using System.Runtime.Serialization;
using Akka.Serialization;
using Akka.TestKit.Xunit2;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Wire;
using Concurrency.Core;
using static Concurrency.Actors.Protocol.DriverProtocol;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Tests.Wire;

public class WireSerializerTests() : TestKit(ConfigurationFiles.Load("testing"))
{
    public static TheoryData<string> MessageTypes() =>
        [.. WireSamples.MessageTypes.Select(type => type.Name)];

    private Serializer Serializer => Sys.Serialization.FindSerializerForType(typeof(Welcome));

    [Theory]
    [MemberData(nameof(MessageTypes))]
    public void Every_message_is_the_same_after_the_wire(string type)
    {
        var message = Assert.Single(WireSamples.All, sample => string.Equals(sample.Key.Name, type, StringComparison.Ordinal)).Value;
        var serializer = Assert.IsType<WireSerializer>(Sys.Serialization.FindSerializerFor(message));
        var back = serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message));
        Assert.Equivalent(message, back, strict: true);
        Assert.Equal(serializer.ToBinary(message), serializer.ToBinary(back));
    }

    [Fact]
    public void What_is_not_there_stays_away()
    {
        var serializer = (WireSerializer)Serializer;
        foreach (var message in new IWireMessage[]
        {
            new Open(new("test", Payload.Empty, ChunkUnits: null), "", Key: null),
            WireSamples.Of<JobReport>() with { Reason = null },
            WireSamples.Of<JobDetails>() with { Summary = WireSamples.Of<JobDetails>().Summary with { Key = null } },
        })
        {
            Assert.Equivalent(message, serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message)), strict: true);
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, -1)]
    [InlineData(int.MaxValue, 0)]
    [InlineData(0, int.MaxValue)]
    public void Slots_that_nobody_can_have_are_refused(int cpu, int io)
    {
        var hello = WireSamples.Of<Hello>() with { Slots = new(cpu, io) };
        var refused = Assert.Throws<SerializationException>(() => ((WireSerializer)Serializer).FromBinary(Serializer.ToBinary(hello), "hello"));
        Assert.Contains($"No worker has {cpu} and {io} slots.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_came_later_than_the_kept_bytes_is_the_same_after_the_wire_too()
    {
        var serializer = (WireSerializer)Serializer;
        foreach (var message in new IWireMessage[]
        {
            WireSamples.Of<PullRows>() with { View = RowView.Listed },
            WireSamples.Of<PullRows>() with { View = RowView.Notices },
            WireSamples.Of<RowPage>() with { Gap = true },
        })
        {
            Assert.Equivalent(message, serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message)), strict: true);
        }
    }

    [Fact]
    public void Broken_bytes_are_read_or_refused_with_one_kind_of_exception()
    {
        var serializer = (WireSerializer)Serializer;
        var random = new Random(5);
        Assert.Throws<SerializationException>(() => serializer.FromBinary([], "no-such-message"));
        foreach (var message in WireSamples.All.Values)
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
