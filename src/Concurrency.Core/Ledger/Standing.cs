using Concurrency.Core.Contract;
using Concurrency.Core.Jobs;
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
    /// How many of those runs speak against a single unit: it ran alone in its lease and threw, or it ran alone in its process and the
    /// process died. Only these can condemn it.
    /// </summary>
    public int Alone { get; init; }

    /// <summary>
    /// A lease has at most so many units: half of what failed last, so that failing again and again finds the unit at fault; or what a
    /// hand-back asked for.
    /// </summary>
    public long MaxUnits { get; init; } = long.MaxValue;

    /// <summary>
    /// A worker that runs these units runs at most so many suspects, these included: half of those that were there when a worker died
    /// with them, so that dying again and again finds the one at fault. 0 for an isolated range.
    /// </summary>
    public int MaxSuspects { get; init; } = int.MaxValue;

    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.MinValue;

    public Avoid Avoid { get; init; } = Avoid.Nobody;

    public DateTimeOffset AvoidUntil { get; init; } = DateTimeOffset.MinValue;

    public Payload Note { get; init; }

    /// <summary>What undoes the last loss, for as long as nothing else has befallen the units.</summary>
    public Loss? Loss { get; init; }

    /// <summary>It was there when a worker died, which may have been its doing.</summary>
    public bool IsSuspect => MaxSuspects < int.MaxValue;

    /// <summary>A worker died that ran no other suspect. So it runs where nothing else does, and hurts nobody any more.</summary>
    public bool IsIsolated => MaxSuspects == 0;

    public bool Avoids(string worker, string host, DateTimeOffset now) => AvoidUntil > now && Avoid.Covers(worker, host);

    public Standing Failed(UnitRange range) => this with
    {
        Attempts = Attempts + 1,
        Alone = range.Length == 1 ? Alone + 1 : 0,
        MaxUnits = (range.Length + 1) / 2,
        Loss = null,
    };

    /// <summary>The worker that ran the lease is gone.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="begun">How many leases of the job ran there, this one included.</param>
    public Standing Lost(Lease lease, int begun) => Failed(lease.Range) with
    {
        Alone = lease.Range.Length > 1 ? 0 : lease.IsIsolated ? Alone + 1 : Alone,
        MaxSuspects = MaxSuspects <= 1 ? 0 : Math.Max(1, (Math.Min(MaxSuspects, begun) + 1) / 2),
        Loss = new(lease.Id, this with { Loss = null }),
    };

    public Standing HandedBack(HandBack handBack, DateTimeOffset now) => this with
    {
        NotBefore = now + handBack.Delay,
        Avoid = handBack.Avoid,
        AvoidUntil = handBack.Avoid.For > TimeSpan.Zero ? now + handBack.Avoid.For : DateTimeOffset.MinValue,
        Note = handBack.Note,
        MaxUnits = Math.Min(MaxUnits, handBack.MaxUnits),
        Loss = null,
    };

    public override string ToString() =>
        $"{Attempts} attempts ({Alone} alone), at most {MaxUnits} units and {MaxSuspects} suspects, from {NotBefore:O}, "
        + $"not {string.Join('/', Avoid.Workers.Concat(Avoid.Hosts))} until {AvoidUntil:O}, note of {Note}, lost with {Loss?.Lease}";
}

/// <summary>What a lost lease has changed, so that it can be undone when the worker turns out to live.</summary>
/// <param name="Lease">The lease that was lost.</param>
/// <param name="Before">How its units stood.</param>
public sealed record Loss(LeaseId Lease, Standing Before);
