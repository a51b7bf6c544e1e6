using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Wire;

/// <summary>Writes every <see cref="IWireMessage"/> as Protobuf, named by a short manifest: see <c>concurrency.proto</c>.</summary>
public sealed class WireSerializer : SerializerWithStringManifest
{
    private readonly Dictionary<Type, Format> _byType;
    private readonly Dictionary<string, Format> _byManifest;

    public WireSerializer(ExtendedActorSystem system)
        : base(system)
    {
        var bundle = Format.Of("bundle", Proto.Bundle.Parser, (Bundle bundle) => ToWire(bundle), FromWire);
        Format[] formats = [.. PeerFormats.All, .. WorkerFormats.All, .. DriverFormats.All, bundle];
        _byType = formats.ToDictionary(format => format.Type);
        _byManifest = formats.ToDictionary(format => format.Manifest, StringComparer.Ordinal);
    }

    public override string Manifest(object o) => Of(o).Manifest;

    public override byte[] ToBinary(object obj) => Of(obj).Write(obj);

    /// <exception cref="SerializationException">The bytes are no message of that name.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!_byManifest.TryGetValue(manifest, out var format))
            throw new SerializationException($"There is no message named '{manifest}'.");
        try
        {
            return format.Read(bytes);
        }
        catch (Exception e)
        {
            // Bytes can be wrong in more ways than there are exceptions to foresee.
            throw new SerializationException($"The bytes are no '{manifest}' message: {e.Message}", e);
        }
    }

    private Proto.Bundle ToWire(Bundle bundle) => new()
    {
        Messages = { bundle.Messages.Select(message => Of(message)).Zip(bundle.Messages, (format, message) => new Proto.Bundled
        {
            Manifest = format.Manifest,
            Body = UnsafeByteOperations.UnsafeWrap(format.Write(message)),
        }) },
    };

    private Bundle FromWire(Proto.Bundle wire) => new([.. wire.Messages.Select(bundled =>
        _byManifest.TryGetValue(bundled.Manifest, out var format) && format.Type != typeof(Bundle)
            ? (IWireMessage)format.Read(bundled.Body.ToByteArray())
            : throw new SerializationException($"A bundle cannot hold '{bundled.Manifest}'."))]);

    private Format Of(object message) =>
        _byType.TryGetValue(message.GetType(), out var format)
            ? format
            : throw new SerializationException($"{message.GetType()} has no wire format.");
}
