namespace Concurrency.Core.Ledger;

/// <summary>Spaces the chunks of a job that may only run so many units a second.</summary>
/// <param name="unitsPerSecond">Or null, for as fast as it goes.</param>
internal sealed class Pace(double? unitsPerSecond)
{
    /// <summary>What a late question let slip is made up for, but never more than this of it.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    /// <summary>When the next chunk may be carved; null while none was.</summary>
    public DateTimeOffset? Opens { get; private set; }

    /// <summary>A chunk has no more units than a second of them.</summary>
    public long MaxUnits => unitsPerSecond is { } pace ? Math.Max(1, (long)Math.Min(pace, long.MaxValue)) : long.MaxValue;

    public bool IsOpen(DateTimeOffset now) => !(Opens > now);

    public void Spend(long units, DateTimeOffset now)
    {
        if (unitsPerSecond is not { } pace) return;
        var from = Opens is { } opened && opened > now - Memory ? opened : Opens is null ? now : now - Memory;
        Opens = from + TimeSpan.FromSeconds(units / pace);
    }
}
