using Concurrency.Core;
using static Concurrency.Actors.Storage.JobEvents;

namespace Concurrency.Actors.Coordination.Rows;

/// <summary>What some rows come to.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Sent">In bytes on the wire.</param>
/// <param name="Held">In bytes of memory.</param>
internal readonly record struct RowSum(long Rows, long Sent, long Held)
{
    /// <summary>What a row takes beside its body in memory: the record, its body's array, and their headers.</summary>
    private const int PerRowHeld = 96;

    public static RowSum Of(Payload body) => new(1, RowPlace.PerRow + body.Length, PerRowHeld + body.Length);

    public static RowSum operator +(RowSum one, RowSum other) => new(one.Rows + other.Rows, one.Sent + other.Sent, one.Held + other.Held);

    public static RowSum operator -(RowSum one, RowSum other) => new(one.Rows - other.Rows, one.Sent - other.Sent, one.Held - other.Held);
}
