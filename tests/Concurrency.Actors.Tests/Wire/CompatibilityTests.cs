using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Concurrency.Actors.Configuration;
using Concurrency.Actors.Wire;
using Google.Protobuf;

namespace Concurrency.Actors.Tests.Wire;

/// <summary>
/// Bytes of every message as version 1 of the protocol writes them are kept in <c>Version1</c>, one file of hexadecimal digits for each
/// message, named by its manifest. Whatever the code becomes, it reads them.
/// </summary>
/// <remarks>
/// A message that has no file yet gets one when the tests run with <c>CONCURRENCY_WRITE_SAMPLES=1</c>; a file that is there is never
/// written again. Until version 1 is released, a message that changes has its file deleted and written anew. From then on files stay as
/// they are, and so do their messages in <see cref="WireSamples"/>: a field that is added later has its default there.
/// </remarks>
public class CompatibilityTests() : TestKit(ConfigurationFiles.Load("testing"))
{
    private const string WriteSamples = "CONCURRENCY_WRITE_SAMPLES";

    /// <summary>No message will ever have a field of this number.</summary>
    private const int FutureField = 18_999;

    public static TheoryData<string> Messages() => [.. WireSamples.MessageTypes.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_version_1_wrote_is_read(string type)
    {
        var (serializer, message) = (new WireSerializer((ExtendedActorSystem)Sys), SampleOf(type));
        var file = Path.Combine(Folder(), $"{serializer.Manifest(message)}.hex");
        if (!File.Exists(file) && Environment.GetEnvironmentVariable(WriteSamples) is "1") Write(file, serializer.ToBinary(message));
        Assert.True(
            File.Exists(file),
            $"There are no bytes of version 1 of {type} in {file}. If the message is new, run this test once with {WriteSamples}=1 and commit the file.");
        Assert.Equivalent(message, serializer.FromBinary(Read(file), serializer.Manifest(message)), strict: true);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_a_later_version_adds_is_passed_over(string type)
    {
        var (serializer, message) = (new WireSerializer((ExtendedActorSystem)Sys), SampleOf(type));
        using var stream = new MemoryStream();
        stream.Write(serializer.ToBinary(message));
        using (var output = new CodedOutputStream(stream))
        {
            output.WriteTag(FutureField, WireFormat.WireType.LengthDelimited);
            output.WriteString("what nobody knows of yet");
            output.WriteTag(FutureField - 1, WireFormat.WireType.Varint);
            output.WriteInt64(-1);
        }

        Assert.Equivalent(message, serializer.FromBinary(stream.ToArray(), serializer.Manifest(message)), strict: true);
    }

    [Fact]
    public void No_message_of_version_1_is_gone()
    {
        var serializer = new WireSerializer((ExtendedActorSystem)Sys);
        var known = WireSamples.All.Values.Select(serializer.Manifest);
        Assert.Empty(Directory.EnumerateFiles(Folder()).Select(Path.GetFileNameWithoutExtension).Except(known, StringComparer.Ordinal));
    }

    private static IWireMessage SampleOf(string type) =>
        WireSamples.All.Values.SingleOrDefault(sample => string.Equals(sample.GetType().Name, type, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"There is no {type} among the WireSamples: add one with nothing left at its default.");

    private static byte[] Read(string file) => Convert.FromHexString(File.ReadAllText(file).ReplaceLineEndings(""));

    private static void Write(string file, byte[] bytes)
    {
        Directory.CreateDirectory(Folder());
        using var writer = new StreamWriter(new FileStream(file, FileMode.CreateNew));
        foreach (var line in Convert.ToHexStringLower(bytes).Chunk(64)) writer.Write($"{new string(line)}\n");
    }

    private static string Folder([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "Version1");
}
