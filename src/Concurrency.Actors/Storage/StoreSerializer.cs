using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Concurrency.Actors.Storage;

/// <summary>
/// Writes every <see cref="IStoredEvent"/> for the store. It reads none: whatever comes this way was sent by some other process, and what is
/// stored is read by those who ask the store for it.
/// </summary>
public sealed class StoreSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Of what is stored, for ever.</summary>
    internal const int Number = 4054;

    public override int Identifier => Number;

    public override string Manifest(object o) => StoredFormats.Manifest(o);

    public override byte[] ToBinary(object obj) => StoredFormats.Write(obj);

    /// <exception cref="SerializationException">Always.</exception>
    public override object FromBinary(byte[] bytes, string manifest) =>
        throw new SerializationException($"Messages of serializer {Identifier} with the manifest '{manifest}' are not taken from other processes.");
}
