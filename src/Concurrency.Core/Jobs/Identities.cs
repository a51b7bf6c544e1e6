namespace Concurrency.Core.Jobs;

/// <summary>Names a job, such as <c>gamma-7f3a91c2</c>.</summary>
public readonly record struct JobId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>
/// Names a lease. <paramref name="Epoch"/> is drawn anew for every ledger, so that a lease of another job, or of the same job before its
/// coordinator restarted, is never taken for one of this ledger.
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
