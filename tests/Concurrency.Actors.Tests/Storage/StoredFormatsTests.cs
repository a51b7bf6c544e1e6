using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using Akka.Actor;
using Concurrency.Actors.Storage;
using Concurrency.Actors.Tests.Security;
using Concurrency.Core.Ledger;

namespace Concurrency.Actors.Tests.Storage;

/// <summary>
/// Bytes of every event as version 1 of the store has them are kept in <c>Version1</c>, as those of messages are: see
/// <see cref="Wire.CompatibilityTests"/>. Whatever the code becomes, it reads them.
/// </summary>
public class StoredFormatsTests
{
    private const string WriteSamples = "CONCURRENCY_WRITE_SAMPLES";

    public static TheoryData<string> Events => [.. StoredSamples.Types.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_is_the_same_after_it_was_stored(string type)
    {
        var stored = SampleOf(type);
        var back = StoredFormats.Read(StoredFormats.Write(stored), StoredFormats.Manifest(stored));
        Assert.Equivalent(stored, back, strict: true);
        Assert.Equal(StoredFormats.Write(stored), StoredFormats.Write(back));
    }

    [Fact]
    public void Every_event_of_a_job_is_in_the_sample_of_a_batch()
    {
        var batch = (JobEvents.JobBatch)StoredSamples.All[typeof(JobEvents.JobBatch)];
        Assert.Empty(StoredSamples.LedgerTypes.Except(batch.Events.Select(happened => happened.GetType())));
        var back = (JobEvents.JobBatch)StoredFormats.Read(StoredFormats.Write(batch), StoredFormats.Manifest(batch));
        Assert.Equal(batch.Events.Select(happened => happened.GetType()), back.Events.Select(happened => happened.GetType()));
        Assert.Equivalent(((LedgerEvent.RangeFailed)batch.Events[1]).Standing, ((LedgerEvent.RangeFailed)back.Events[1]).Standing, strict: true);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void What_version_1_stored_is_read(string type)
    {
        var stored = SampleOf(type);
        var manifest = StoredFormats.Manifest(stored);
        var file = Path.Combine(Folder(), $"{manifest}.hex");
        if (!File.Exists(file) && Environment.GetEnvironmentVariable(WriteSamples) is "1") Write(file, StoredFormats.Write(stored));
        Assert.True(
            File.Exists(file),
            $"There are no bytes of version 1 of {type} in {file}. If the event is new, run this test once with {WriteSamples}=1 and commit the file.");
        Assert.Equivalent(stored, StoredFormats.Read(Convert.FromHexString(File.ReadAllText(file).ReplaceLineEndings("")), manifest), strict: true);
    }

    [Fact]
    public void No_event_of_version_1_is_gone()
    {
        var known = StoredSamples.All.Values.Select(StoredFormats.Manifest);
        Assert.Empty(Directory.EnumerateFiles(Folder()).Select(Path.GetFileNameWithoutExtension).Except(known, StringComparer.Ordinal));
    }

    [Fact]
    public void A_single_byte_that_is_not_what_it_was_is_noticed()
    {
        foreach (var stored in StoredSamples.All.Values)
        {
            var bytes = StoredFormats.Write(stored);
            for (var at = 0; at < bytes.Length; at++)
            {
                var damaged = (byte[])bytes.Clone();
                damaged[at] ^= 0x40;
                Assert.Equal("it is damaged", Assert.Throws<SerializationException>(() => StoredFormats.Read(damaged, StoredFormats.Manifest(stored))).Message);
            }

            Assert.Throws<SerializationException>(() => StoredFormats.Read(bytes[..^1], StoredFormats.Manifest(stored)));
            Assert.Throws<SerializationException>(() => StoredFormats.Read([], StoredFormats.Manifest(stored)));
        }

        var another = StoredFormats.Write(new RegisterEvents.JobErased(new("gamma-1")));
        Assert.Throws<SerializationException>(() => StoredFormats.Read(another, "job-forgotten"));
    }

    [Fact]
    public void What_nobody_knows_is_named()
    {
        var refused = Assert.Throws<SerializationException>(() => StoredFormats.Read(new byte[8], "job-sold"));
        Assert.Equal("this program does not know of events named 'job-sold'", refused.Message);
    }

    [Fact]
    public async Task What_a_peer_sends_is_no_stored_event()
    {
        await using var node = TestNode.Peer(certificates: null);
        foreach (var stored in StoredSamples.All.Values)
        {
            var serializer = Assert.IsType<StoreSerializer>(node.System.Serialization.FindSerializerFor(stored));
            Assert.Throws<SerializationException>(() => ((ExtendedActorSystem)node.System).Serialization.Deserialize(
                serializer.ToBinary(stored), serializer.Identifier, serializer.Manifest(stored)));
        }
    }

    private static IStoredEvent SampleOf(string type) =>
        StoredSamples.All.Values.SingleOrDefault(sample => string.Equals(sample.GetType().Name, type, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"There is no {type} among the StoredSamples: add one with nothing left at its default.");

    private static void Write(string file, byte[] bytes)
    {
        Directory.CreateDirectory(Folder());
        using var writer = new StreamWriter(new FileStream(file, FileMode.CreateNew));
        foreach (var line in Convert.ToHexStringLower(bytes).Chunk(64)) writer.Write($"{new string(line)}\n");
    }

    private static string Folder([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "Version1");
}
