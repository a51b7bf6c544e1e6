using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.Serialization;
using System.Text;
using Concurrency.Actors.Wire;
using static Concurrency.Actors.Storage.JobEvents;
using static Concurrency.Actors.Storage.RegisterEvents;

namespace Concurrency.Actors.Storage;

/// <summary>
/// How each <see cref="IStoredEvent"/> is written and read: see <c>store.proto</c>. Before the message stands a checksum of it, since a disk
/// can change what it was given, and Protobuf reads almost anything.
/// </summary>
internal static class StoredFormats
{
    private const int ChecksumBytes = sizeof(ulong);

    private static readonly Format[] All = [.. Register, .. Job];

    private static readonly Dictionary<Type, Format> ByType = All.ToDictionary(format => format.Type);

    private static readonly Dictionary<string, Format> ByManifest = All.ToDictionary(format => format.Manifest, StringComparer.Ordinal);

    /// <summary>What names the kind of event in the store.</summary>
    /// <exception cref="SerializationException">It is no event that can be stored.</exception>
    public static string Manifest(object stored) => Of(stored).Manifest;

    /// <inheritdoc cref="Manifest" />
    public static string ManifestOf<T>() where T : IStoredEvent => ByType[typeof(T)].Manifest;

    /// <exception cref="SerializationException">It is no event that can be stored.</exception>
    public static byte[] Write(object stored)
    {
        var format = Of(stored);
        var body = format.Write(stored);
        var bytes = new byte[ChecksumBytes + body.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Checksum(format.Manifest, body));
        body.CopyTo(bytes, ChecksumBytes);
        return bytes;
    }

    /// <exception cref="SerializationException">The bytes are no such event.</exception>
    public static IStoredEvent Read(byte[] bytes, string manifest)
    {
        if (!ByManifest.TryGetValue(manifest, out var format))
            throw new SerializationException($"this program does not know of events named '{manifest}'");
        var body = bytes.AsSpan(Math.Min(ChecksumBytes, bytes.Length));
        if (bytes.Length < ChecksumBytes || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Checksum(manifest, body))
            throw new SerializationException("it is damaged");
        try
        {
            return (IStoredEvent)format.Read(body.ToArray());
        }
        catch (Exception e)
        {
            // Bytes can be wrong in more ways than there are exceptions to foresee.
            throw new SerializationException(e.Message, e);
        }
    }

    private static IEnumerable<Format> Register =>
    [
        Format.Of("taken-over", Proto.TakenOver.Parser, (TakenOver over) => new() { Epoch = over.Epoch, At = over.At.ToStore() }, stored => new(stored.Epoch, stored.At.ToPoint())),
        Format.Of<JobOpened, Proto.JobOpened>("job-opened", Proto.JobOpened.Parser, ToStore, FromStore),
        Format.Of<JobOver, Proto.JobOver>("job-over", Proto.JobOver.Parser, ToStore, FromStore),
        Format.Of("job-resumed", Proto.JobResumed.Parser, (JobResumed resumed) => new() { Job = resumed.Job.Value }, stored => new(stored.Job.ToJob())),
        Format.Of("job-forgotten", Proto.JobForgotten.Parser, (JobForgotten forgotten) => new() { Job = forgotten.Job.Value }, stored => new(stored.Job.ToJob())),
        Format.Of("job-erased", Proto.JobErased.Parser, (JobErased erased) => new() { Job = erased.Job.Value }, stored => new(stored.Job.ToJob())),
        Format.Of("register", Proto.RegisterSnapshot.Parser, (RegisterSnapshot register) => new()
        {
            LastNumber = register.LastNumber,
            Epoch = register.Epoch,
            Jobs = { register.Jobs.Select(ToStore) },
            Over = { register.Over.Select(ToStore) },
            Forgotten = { register.Forgotten.Select(job => job.Value) },
        },
        stored => new(
            stored.LastNumber,
            stored.Epoch,
            [.. stored.Jobs.Select(FromStore)],
            [.. stored.Over.Select(FromStore)],
            [.. stored.Forgotten.Select(Parts.ToJob)])),
    ];

    private static IEnumerable<Format> Job =>
    [
        Format.Of(
            "page-added",
            Proto.PageAdded.Parser,
            (PageAdded page) => new() { Number = page.Number, Items = { page.Items.Select(Parts.ToWire) } },
            stored => new(stored.Number, [.. stored.Items.Select(Parts.ToPayload)])),
        Format.Of<JobCommitted, Proto.JobCommitted>("job-committed", Proto.JobCommitted.Parser, ToStore, FromStore),
        Format.Of("job-batch", Proto.JobBatch.Parser, (JobBatch batch) => new()
        {
            Events = { batch.Events.Select(StoredParts.ToStore) },
            At = batch.At.ToStore(),
            Elapsed = batch.Elapsed.Ticks,
            Retries = { batch.Retries },
        },
        stored => new([.. stored.Events.Select(StoredParts.ToEvent)], stored.At.ToPoint(), new(stored.Elapsed), [.. stored.Retries])),
        Format.Of("job", Proto.StoredJob.Parser, (StoredJob job) => new()
        {
            Epoch = job.Epoch,
            Committed = ToStore(job.Committed),
            Pages = { job.Pages.Select(page => new Proto.PagePlace { Sequence = page.Sequence, Items = page.Items }) },
            State = job.State.ToStore(),
            At = job.At.ToStore(),
            Elapsed = job.Elapsed.Ticks,
            Retries = { job.Retries },
            Rows = { job.Rows.Select(rows => new Proto.RowPlace { Sequence = rows.Sequence, Rows = rows.Rows, Bytes = rows.Bytes, Units = { rows.Units.Select(Parts.ToWire) } }) },
            Bytes = job.Bytes,
        },
        stored => new(
            stored.Epoch,
            FromStore(StoredParts.Present(stored.Committed)),
            [.. stored.Pages.Select(page => new PagePlace(page.Sequence, page.Items))],
            stored.State.ToSnapshot(),
            stored.At.ToPoint(),
            new(stored.Elapsed),
            [.. stored.Retries],
            [.. stored.Rows.Select(rows => new RowPlace(rows.Sequence, rows.Rows, rows.Bytes, [.. rows.Units.Select(Parts.ToRange)]))],
            stored.Bytes)),
    ];

    private static Proto.JobOpened ToStore(JobOpened opened)
    {
        var stored = new Proto.JobOpened
        {
            Number = opened.Number,
            Job = opened.Job.Value,
            Workload = opened.Spec.Workload,
            Parameters = opened.Spec.Parameters.ToWire(),
            Priority = opened.Spec.Priority,
            Request = opened.Request,
            Submitted = opened.Submitted.ToStore(),
        };
        if (opened.Spec.ChunkUnits is { } units) stored.ChunkUnits = units;
        if (opened.Key is { } key) stored.Key = key;
        return stored;
    }

    private static JobOpened FromStore(Proto.JobOpened stored) => new(
        stored.Number,
        stored.Job.ToJob(),
        new(stored.Workload, stored.Parameters.ToPayload(), stored.HasChunkUnits ? stored.ChunkUnits : null, stored.Priority),
        stored.Request,
        stored.HasKey ? stored.Key : null,
        stored.Submitted.ToPoint());

    private static Proto.JobOver ToStore(JobOver over) => new() { Summary = over.Summary.ToWire(), Bytes = over.Bytes, At = over.At.ToStore() };

    private static JobOver FromStore(Proto.JobOver stored) => new(stored.Summary.ToSummary(), stored.Bytes, stored.At.ToPoint());

    private static Proto.JobCommitted ToStore(JobCommitted committed) => new()
    {
        Units = committed.Units,
        Items = committed.Items,
        Digest = committed.Digest,
        KernelVersion = committed.KernelVersion,
        At = committed.At.ToStore(),
    };

    private static JobCommitted FromStore(Proto.JobCommitted stored) =>
        new(stored.Units, stored.Items, stored.Digest, stored.KernelVersion, stored.At.ToPoint());

    private static ulong Checksum(string manifest, ReadOnlySpan<byte> body) =>
        XxHash3.HashToUInt64(body, (long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(manifest)));

    private static Format Of(object stored) => ByType.TryGetValue(stored.GetType(), out var format)
        ? format
        : throw new SerializationException($"{stored.GetType()} has no format in the store.");
}
