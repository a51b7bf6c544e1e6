using Concurrency.Core.Contract;
using Concurrency.Core.Units;

namespace Concurrency.Core.Ledger;

/// <summary>What is known of units that are not done: how often they were tried, and on what terms they may be leased again.</summary>
public sealed record Standing
{
    /// <summary>Of units that nobody has tried yet.</summary>
    public static Standing Fresh { get; } = new();

    /// <summary>How many started runs with these units in them failed or were lost.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// How many of those runs speak against a single unit: it ran alone in its lease, and if its worker died with it, it was a suspect
    /// by then and so kept apart from others. Only these can condemn it.
    /// </summary>
    public int Alone { get; init; }

    /// <summary>How many of those runs ended because their worker was lost.</summary>
    public int Losses { get; init; }

    /// <summary>
    /// A lease has at most so many units: half of what failed last, so that failing again and again finds the unit at fault; or what a
    /// hand-back asked for.
    /// </summary>
    public long MaxUnits { get; init; } = long.MaxValue;

    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.MinValue;

    public Avoid Avoid { get; init; } = Avoid.Nobody;

    public DateTimeOffset AvoidUntil { get; init; } = DateTimeOffset.MinValue;

    public Payload Note { get; init; }

    /// <summary>
    /// It was there when a worker died, and again. A worker runs one suspect at a time, so that one which kills its process
    /// takes no other suspect with it, and the innocent ones are cleared.
    /// </summary>
    public bool IsSuspect => Losses >= 2;

    public bool Avoids(string worker, string host, DateTimeOffset now) => AvoidUntil > now && Avoid.Covers(worker, host);

    public Standing Failed(UnitRange range) => this with
    {
        Attempts = Attempts + 1,
        Alone = range.Length == 1 ? Alone + 1 : 0,
        MaxUnits = (range.Length + 1) / 2,
    };

    public Standing Lost(UnitRange range) => Failed(range) with
    {
        Losses = Losses + 1,
        Alone = range.Length > 1 ? 0 : IsSuspect ? Alone + 1 : Alone,
    };

    public Standing HandedBack(HandBack handBack, DateTimeOffset now) => this with
    {
        NotBefore = now + handBack.Delay,
        Avoid = handBack.Avoid,
        AvoidUntil = handBack.Avoid.For > TimeSpan.Zero ? now + handBack.Avoid.For : DateTimeOffset.MinValue,
        Note = handBack.Note,
        MaxUnits = Math.Min(MaxUnits, handBack.MaxUnits),
    };

    public override string ToString() =>
        $"{Attempts} attempts ({Alone} alone, {Losses} lost), at most {MaxUnits} units, from {NotBefore:O}, "
        + $"not {string.Join('/', Avoid.Workers.Concat(Avoid.Hosts))} until {AvoidUntil:O}, note of {Note}";
}
