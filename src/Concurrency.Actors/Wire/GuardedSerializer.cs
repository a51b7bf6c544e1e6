using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Concurrency.Actors.Wire;

/// <summary>
/// Stands before one of Akka's serializers and lets through, out and in, only messages with the manifests that its settings list. With none
/// it stands for a serializer that is not wanted at all. What a peer sends is judged before anything is made of it.
/// </summary>
/// <remarks>
/// The settings are those of <c>akka.actor.serialization-settings</c>: <c>identifier</c>, which is that of the serializer behind;
/// <c>manifests</c>, where an empty one stands for messages without; and <c>serializer</c>, which may be missing if there are no manifests.
/// </remarks>
public sealed class GuardedSerializer : SerializerWithStringManifest
{
    private readonly HashSet<string> _manifests;

    // Made when first needed: a system without remoting has no use for it.
    private readonly Lazy<Serializer> _guarded;

    public GuardedSerializer(ExtendedActorSystem system, Config settings)
        : base(system)
    {
        Identifier = settings.GetInt("identifier");
        _manifests = settings.GetStringList("manifests").ToHashSet(StringComparer.Ordinal);
        var type = settings.GetString("serializer", "");
        _guarded = new(() => (Serializer)Activator.CreateInstance(Type.GetType(type, throwOnError: true)!, system)!);
    }

    public override int Identifier { get; }

    /// <exception cref="SerializationException">The message is not to leave this process.</exception>
    public override string Manifest(object o) =>
        _manifests.Count > 0 && Akka.Serialization.Serialization.ManifestFor(_guarded.Value, o) is var manifest && _manifests.Contains(manifest)
            ? manifest
            : throw new SerializationException($"A {o.GetType()} is no message for other processes.");

    /// <exception cref="SerializationException">The message is not to leave this process.</exception>
    public override byte[] ToBinary(object obj)
    {
        Manifest(obj);
        return _guarded.Value.ToBinary(obj);
    }

    /// <exception cref="SerializationException">The message is none that this process takes from others, or broken.</exception>
    public override object FromBinary(byte[] bytes, string? manifest)
    {
        if (!_manifests.Contains(manifest ?? ""))
            throw new SerializationException($"Messages of serializer {Identifier} with the manifest '{manifest}' are not taken from other processes.");
        return _guarded.Value switch
        {
            SerializerWithStringManifest guarded => guarded.FromBinary(bytes, manifest ?? ""),
            { IncludeManifest: true } guarded => guarded.FromBinary(bytes, Type.GetType(manifest ?? "", throwOnError: true)!),
            var guarded => guarded.FromBinary(bytes, type: null!),
        };
    }
}
