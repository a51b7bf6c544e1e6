namespace Concurrency.Core.Jobs;

/// <summary>Names a job, such as <c>gamma-7f3a91c2</c>.</summary>
public readonly record struct JobId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>
/// Names a lease. <paramref name="Epoch"/> is drawn anew by every coordinator, so that a lease of one before a restart is never taken
/// for a lease of the one after it.
/// </summary>
public readonly record struct LeaseId(ulong Epoch, long Number)
{
    public override string ToString() => $"{Epoch:x}/{Number}";
}

/// <summary>
/// Names a worker. <paramref name="Incarnation"/> is drawn anew whenever the worker starts again and has forgotten its leases.
/// </summary>
public readonly record struct WorkerId(string Name, ulong Incarnation)
{
    public override string ToString() => Name;
}
