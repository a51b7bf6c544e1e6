using Concurrency.Core;
using Google.Protobuf;

namespace Concurrency.Workloads.Uptime;

/// <summary>Cast once, a site and run, when a site answers with a status of 400 or more, or does not answer.</summary>
/// <param name="Reason">See <see cref="Reasons"/>.</param>
/// <param name="Status">Of the final answer; null where none came.</param>
public sealed record DangerMessage(string Url, string Reason, int? Status)
{
    public Payload Encode() => new(new Proto.Danger { Url = Url, Reason = Reason, Status = Status ?? 0 }.ToByteArray());

    /// <exception cref="InvalidProtocolBufferException">The bytes are no danger message.</exception>
    public static DangerMessage Decode(Payload notice)
    {
        var danger = Proto.Danger.Parser.ParseFrom(notice.Span);
        return new(danger.Url, danger.Reason, danger.Status > 0 ? danger.Status : null);
    }
}
