using Concurrency.Core.Contract;
using static Concurrency.Actors.Protocol.WorkerProtocol;

namespace Concurrency.Actors.Wire;

/// <summary>Gathers messages for one receiver, to be sent in as few as fit the wire.</summary>
internal sealed class Bundler
{
    /// <summary>About what a message takes beside its payloads.</summary>
    private const int PerMessage = 256;

    private const int PerItem = 8;

    private readonly List<IWireMessage> _messages = [];
    private int _bytes;

    public int Count => _messages.Count;

    /// <summary>Whether it fits beside what was gathered. What was not gathered with others may be as large as it likes.</summary>
    public bool HasRoomFor(IWireMessage message) => _messages.Count == 0 || _bytes + SizeOf(message) <= Limits.PageBytes;

    public void Add(IWireMessage message)
    {
        _messages.Add(message);
        _bytes += SizeOf(message);
    }

    /// <summary>What was gathered, as one message; null for nothing. What comes now is for the next.</summary>
    public IWireMessage? Take()
    {
        IWireMessage? taken = _messages switch
        {
            [] => null,
            [var single] => single,
            _ => new Bundle([.. _messages]),
        };
        _messages.Clear();
        _bytes = 0;
        return taken;
    }

    /// <summary>What the message takes on the wire, roughly, and never much more.</summary>
    private static int SizeOf(IWireMessage message) => PerMessage + message switch
    {
        Lend lend => lend.Parameters.Length + lend.Note.Length + lend.Items.Sum(item => PerItem + item.Length),
        Done done => done.Output.Partial.Length + done.Output.Records.Sum(record => PerItem + PerItem + record.Body.Length)
            + done.Output.Notices.Sum(notice => PerItem + PerItem + notice.Body.Length) + done.Output.HandBacks.Sum(back => PerMessage + back.Note.Length),
        Failed failed => 3 * failed.Reason.Length,
        _ => 0,
    };
}
