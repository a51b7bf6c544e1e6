using System.Runtime.Serialization;

namespace Concurrency.Actors.Storage;

internal static class StoredFormats
{
    public static string Manifest(object stored) => throw new SerializationException($"{stored.GetType()} has no format in the store.");
    public static byte[] Write(object stored) => throw new SerializationException($"{stored.GetType()} has no format in the store.");
    public static IStoredEvent Read(byte[] bytes, string manifest) => throw new SerializationException($"{manifest}");
}
