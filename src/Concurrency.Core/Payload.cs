using System.Text;

namespace Concurrency.Core;

/// <summary>Bytes that the engine carries and never reads. Immutable; equal when the bytes are equal.</summary>
public readonly struct Payload : IEquatable<Payload>
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <param name="bytes">Owned by the payload from here on: the caller must not write to it again.</param>
    public Payload(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    public static Payload Empty => default;

    public ReadOnlyMemory<byte> Memory => _bytes;

    public ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>Length in bytes.</summary>
    public int Length => _bytes.Length;

    public bool IsEmpty => _bytes.IsEmpty;

    public static Payload FromText(string text) => new(Encoding.UTF8.GetBytes(text));

    public string AsText() => Encoding.UTF8.GetString(Span);

    public bool Equals(Payload other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Payload other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public override string ToString() => $"{Length} bytes";

    public static bool operator ==(Payload left, Payload right) => left.Equals(right);

    public static bool operator !=(Payload left, Payload right) => !left.Equals(right);
}
