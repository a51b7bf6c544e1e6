using Google.Protobuf;

namespace Concurrency.Actors.Wire;

/// <summary>How one type of message, or of stored event, is written and read.</summary>
internal sealed record Format(Type Type, string Manifest, Func<object, byte[]> Write, Func<byte[], object> Read)
{
    public static Format Of<TMessage, TWire>(
        string manifest, MessageParser<TWire> parser, Func<TMessage, TWire> toWire, Func<TWire, TMessage> fromWire)
        where TMessage : notnull
        where TWire : IMessage<TWire> =>
        new(typeof(TMessage), manifest, message => toWire((TMessage)message).ToByteArray(), bytes => fromWire(parser.ParseFrom(bytes)));
}
